package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.NetworkAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Change the environment of a child to what a sandbox needs. */
final class ChildEnvironment {
    private static final String DEAD_PROXY = "http://127.0.0.1:9";
    private static final String DEFAULT_EXTENSIONS = ".COM;.EXE;.BAT;.CMD";
    private static final String STUB = "@echo off\r\necho This sandbox has no network.>&2\r\nexit /b 1\r\n";
    private static final List<String> STUBS = List.of("ssh.bat", "ssh.cmd", "scp.bat", "scp.cmd");

    private ChildEnvironment() {}

    /** Return the environment of a child that runs as a user of the sandbox. */
    static Map<String, String> elevated(Map<String, String> variables, Path directory) {
        Environment environment = new Environment(variables);
        common(environment);
        repository(directory).ifPresent(repository -> trustRepository(environment, repository));
        return environment.toMap();
    }

    /**
     * Return the environment of a child that runs as the caller. Where it may reach no network, well-behaved programs are
     * told so; nothing stops others.
     */
    static Map<String, String> unelevated(Map<String, String> variables, NetworkAccess network) throws IOException {
        Environment environment = new Environment(variables);
        common(environment);
        if (!(network instanceof NetworkAccess.Full)) {
            blockNetwork(environment);
        }
        return environment.toMap();
    }

    private static void common(Environment environment) {
        environment.replaceValue("/dev/null", "NUL");
        environment.putIfAbsent("GIT_PAGER", "more.com");
        environment.putIfAbsent("PAGER", "more.com");
        environment.putIfAbsent("LESS", "");
    }

    private static void blockNetwork(Environment environment) throws IOException {
        environment.put("SBX_NONET_ACTIVE", "1");
        for (String proxy : List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "GIT_HTTP_PROXY", "GIT_HTTPS_PROXY")) {
            environment.put(proxy, DEAD_PROXY);
        }
        environment.put("NO_PROXY", "localhost,127.0.0.1,::1");
        environment.put("PIP_NO_INDEX", "1");
        environment.put("PIP_DISABLE_PIP_VERSION_CHECK", "1");
        environment.put("NPM_CONFIG_OFFLINE", "true");
        environment.put("CARGO_NET_OFFLINE", "true");
        environment.put("GIT_SSH_COMMAND", "cmd /c exit 1");
        environment.putIfAbsent("GIT_ALLOW_PROTOCOLS", "");
        // The name that git itself knows.
        environment.putIfAbsent("GIT_ALLOW_PROTOCOL", "file");
        Optional<Path> profile = environment.path("USERPROFILE");
        if (profile.isPresent()) {
            Path stubs = profile.get().resolve(".sbx-denybin");
            writeStubs(stubs);
            putFirst(environment, "PATH", List.of(stubs.toString()), "");
            putFirst(environment, "PATHEXT", List.of(".BAT", ".CMD"), DEFAULT_EXTENSIONS);
        }
    }

    private static void writeStubs(Path folder) throws IOException {
        byte[] stub = STUB.getBytes(StandardCharsets.US_ASCII);
        for (String name : STUBS) {
            Path file = folder.resolve(name);
            if (!Arrays.equals(StateFile.readBytes(file).orElse(new byte[0]), stub)) {
                StateFile.write(file, stub);
            }
        }
    }

    private static void putFirst(Environment environment, String name, List<String> first, String otherwise) {
        List<String> parts = new ArrayList<>(first);
        String current = environment.get(name).orElse(otherwise);
        for (String part : current.split(";", -1)) {
            if (!part.isEmpty() && first.stream().noneMatch(part::equalsIgnoreCase)) {
                parts.add(part);
            }
        }
        environment.put(name, String.join(";", parts));
    }

    /** Git refuses a repository of another user unless that is said to be fine. */
    private static void trustRepository(Environment environment, Path repository) {
        int count = environment
                .get("GIT_CONFIG_COUNT")
                .filter(text -> text.length() < 4 && text.chars().allMatch(c -> c >= '0' && c <= '9'))
                .filter(text -> !text.isEmpty())
                .map(Integer::parseInt)
                .orElse(0);
        Map<String, String> added = new LinkedHashMap<>();
        added.put("GIT_CONFIG_KEY_" + count, "safe.directory");
        added.put("GIT_CONFIG_VALUE_" + count, repository.toString().replace('\\', '/'));
        added.put("GIT_CONFIG_COUNT", Integer.toString(count + 1));
        added.forEach(environment::put);
    }

    private static Optional<Path> repository(Path directory) {
        for (Path folder = directory; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
