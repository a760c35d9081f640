package io.codex4j.engine;

import io.codex4j.config.Config;
import io.codex4j.config.ProjectRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Read the AGENTS.md files: the user's own, then those of each folder from the root of the project to the working
 * directory. In each folder the first of AGENTS.override.md, AGENTS.md and the configured names counts.
 */
final class ProjectDocs {
    private static final String SEPARATOR = "\n\n--- project-doc ---\n\n";
    private static final int GLOBAL_MAX_BYTES = 1 << 20;

    private final Config config;
    private final Consumer<String> warnings;

    ProjectDocs(Config config, Consumer<String> warnings) {
        this.config = config;
        this.warnings = warnings;
    }

    /** Return the texts joined, or nothing where there is none. */
    Optional<String> read() {
        Optional<String> global =
                firstOf(config.home(), List.of(), GLOBAL_MAX_BYTES).map(Doc::text);
        Optional<String> project = project();
        if (global.isPresent() && project.isPresent()) {
            return Optional.of(global.get() + SEPARATOR + project.get());
        }
        return global.or(() -> project);
    }

    private Optional<String> project() {
        List<String> texts = new ArrayList<>();
        int left = config.instructions().projectDocMaxBytes();
        for (Path folder : foldersFromRoot()) {
            if (left <= 0) {
                break;
            }
            Optional<Doc> doc = firstOf(folder, config.instructions().projectDocFallbackFilenames(), left);
            if (doc.isPresent()) {
                texts.add(doc.get().text());
                left -= doc.get().bytes();
            }
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", texts));
    }

    private List<Path> foldersFromRoot() {
        Path root = ProjectRoot.of(config.directory(), config.instructions().projectRootMarkers());
        List<Path> folders = new ArrayList<>();
        for (Path folder = config.directory(); folder != null && folder.startsWith(root); folder = folder.getParent()) {
            folders.add(folder);
        }
        Collections.reverse(folders);
        return folders;
    }

    private Optional<Doc> firstOf(Path folder, List<String> fallbacks, int maxBytes) {
        List<String> names = new ArrayList<>(List.of("AGENTS.override.md", "AGENTS.md"));
        names.addAll(fallbacks);
        for (String name : names) {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                continue;
            }
            try {
                Doc doc = read(file, maxBytes);
                return doc.text().isBlank() ? Optional.empty() : Optional.of(doc);
            } catch (IOException e) {
                warnings.accept("cannot read " + file + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private Doc read(Path file, int maxBytes) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(maxBytes + 1);
        }
        if (bytes.length > maxBytes) {
            warnings.accept(file + " is cut: the instructions of a project may have "
                    + config.instructions().projectDocMaxBytes() + " bytes (project_doc_max_bytes)");
            bytes = Arrays.copyOf(bytes, maxBytes);
        }
        return new Doc(new String(bytes, StandardCharsets.UTF_8), bytes.length);
    }

    private record Doc(String text, int bytes) {}
}
