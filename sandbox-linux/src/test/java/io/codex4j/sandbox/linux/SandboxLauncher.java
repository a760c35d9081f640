package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.WritableRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Run a command with our own streams in a sandbox: {@code BACKEND:POLICY -- COMMAND ARGUMENT…}.
 *
 * <p>The policy is {@code read-only}, {@code workspace-write} (the current folder, /tmp and TMPDIR), {@code network}
 * (the same with the whole network) or {@code unrestricted}.
 */
final class SandboxLauncher {
    private SandboxLauncher() {}

    public static void main(String[] arguments) throws InterruptedException {
        String[] mode = arguments[0].split(":");
        List<String> argv = List.of(arguments).subList(2, arguments.length);
        SandboxBackend backend = new LinuxSandboxPlugin()
                .sandboxes(new BareHost()).stream()
                        .filter(candidate -> candidate.name().equals(mode[0]))
                        .findFirst()
                        .orElseThrow();
        SandboxCommand command =
                new SandboxCommand(argv, Path.of("").toAbsolutePath(), System.getenv(), StandardStreams.INHERITED);
        int code;
        try (SandboxedProcess process = backend.start(command, policy(mode[1]))) {
            code = process.waitFor();
        } catch (SandboxException e) {
            System.err.println(e.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    private static SandboxPolicy policy(String name) {
        List<WritableRoot> roots = new ArrayList<>();
        roots.add(WritableRoot.workspace(Path.of("").toAbsolutePath()));
        roots.add(WritableRoot.scratch(Path.of("/tmp")));
        String temporary = System.getenv("TMPDIR");
        if (temporary != null) {
            roots.add(WritableRoot.scratch(Path.of(temporary)));
        }
        return switch (name) {
            case "read-only" -> SandboxPolicy.readOnly();
            case "workspace-write" -> SandboxPolicy.workspaceWrite(roots);
            case "network" -> SandboxPolicy.workspaceWrite(roots).withNetwork(NetworkAccess.FULL);
            case "unrestricted" -> SandboxPolicy.unrestricted();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
