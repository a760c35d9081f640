package io.codex4j.tools.patch;

import io.codex4j.api.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of real files to apply patches in. */
final class PatchFolder {
    final Path root;

    PatchFolder(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    PatchFolder with(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Apply a patch; return its summary, or why it failed. */
    String apply(String patch) {
        try {
            PatchPlan plan = plan(patch);
            plan.apply(Cancellation.none());
            return plan.summary();
        } catch (PatchException e) {
            return e.getMessage().replace(root + "/", "");
        }
    }

    PatchPlan plan(String patch) throws PatchException {
        return PatchPlan.prepare(Patch.parse(patch), root, Cancellation.none());
    }

    /** Return all files, folders with a slash at the end and nothing in them. */
    Map<String, String> files() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                String name = root.relativize(path).toString();
                if (Files.isRegularFile(path)) {
                    found.put(name, Files.readString(path, StandardCharsets.ISO_8859_1));
                } else if (!path.equals(root)) {
                    found.put(name + "/", "");
                }
            }
        }
        return found;
    }

    String read(String name) throws IOException {
        return Files.readString(root.resolve(name));
    }

    static String patch(String... lines) {
        return "*** Begin Patch\n" + String.join("\n", lines) + "\n*** End Patch\n";
    }

    static String update(String... lines) {
        return patch("*** Update File: f\n" + String.join("\n", lines));
    }
}
