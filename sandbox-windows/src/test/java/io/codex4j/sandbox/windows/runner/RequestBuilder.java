package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.ipc.PermissionProfile;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.FileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Make requests that differ in what a test is about. */
final class RequestBuilder {
    private List<String> command = List.of("cmd", "/c", "echo hi & exit 3");
    private String cwd = "C:\\work";
    private Map<String, String> env = Map.of("PATH", "C:\\windows");
    private PermissionProfile profile =
            new PermissionProfile.Managed(new FileSystem.Restricted(List.of(), OptionalInt.empty()), false);
    private String home;
    private List<String> capSids = List.of("S-1-5-21-1-2-3-4", "S-1-5-21-1-2-3-5");
    private Optional<String> proxySid = Optional.empty();
    private OptionalLong timeoutMs = OptionalLong.empty();
    private boolean tty;
    private boolean stdinOpen;
    private Optional<String> desktop = Optional.of("CodexSandboxDesktop-1f");

    RequestBuilder(Path home) {
        this.home = home.toString();
    }

    RequestBuilder command(String... words) {
        command = List.of(words);
        return this;
    }

    RequestBuilder cwd(String folder) {
        cwd = folder;
        return this;
    }

    RequestBuilder env(Map<String, String> variables) {
        env = variables;
        return this;
    }

    RequestBuilder profile(PermissionProfile value) {
        profile = value;
        return this;
    }

    RequestBuilder home(String folder) {
        home = folder;
        return this;
    }

    RequestBuilder capSids(String... sids) {
        capSids = List.of(sids);
        return this;
    }

    RequestBuilder proxySid(String sid) {
        proxySid = Optional.of(sid);
        return this;
    }

    RequestBuilder timeout(long milliseconds) {
        timeoutMs = OptionalLong.of(milliseconds);
        return this;
    }

    RequestBuilder tty() {
        tty = true;
        return this;
    }

    RequestBuilder stdinOpen() {
        stdinOpen = true;
        return this;
    }

    RequestBuilder desktop(Optional<String> name) {
        desktop = name;
        return this;
    }

    Message.SpawnRequest build() {
        return new Message.SpawnRequest(
                command, cwd, env, profile, List.of(), home, home, capSids, proxySid, timeoutMs, tty, stdinOpen,
                desktop);
    }
}
