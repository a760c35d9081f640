package io.codex4j.engine;

import io.codex4j.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Read what every model is told first: our own text, or the file that {@code model_instructions_file} names. */
final class BaseInstructions {
    private BaseInstructions() {}

    static String read(Config config) throws SessionException {
        Optional<Path> file = config.instructions().modelInstructionsFile();
        if (file.isPresent()) {
            return readFile(file.get());
        }
        try (InputStream in = BaseInstructions.class.getResourceAsStream("base-instructions.md")) {
            if (in == null) {
                throw new IllegalStateException("base-instructions.md is missing in the engine's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read base-instructions.md in the engine's jar", e);
        }
    }

    private static String readFile(Path file) throws SessionException {
        try {
            String text = Files.readString(file);
            if (text.isBlank()) {
                throw new SessionException("model_instructions_file is empty: " + file);
            }
            return text;
        } catch (IOException e) {
            throw new SessionException("cannot read model_instructions_file " + file + ": " + e, e);
        }
    }
}
