package io.codex4j.sandbox.windows.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Hand a failure from the elevated program to the one that started it: {@code {"code": …, "message": …}}. */
final class SetupError {
    private static final int LONGEST_MESSAGE = 4000;

    private SetupError() {}

    static void clear(SandboxHome home) throws IOException {
        Files.deleteIfExists(home.error());
    }

    static void write(SandboxHome home, SetupException failure) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("code", failure.code().token());
        fields.put("message", failure.getMessage());
        StateFile.write(home.error(), fields);
    }

    /** Return what was written; nothing if there was no failure. */
    static Optional<SetupException> read(SandboxHome home) throws IOException {
        Optional<Map<String, Object>> fields = StateFile.read(home.error());
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        String token = JsonTree.text(fields.get(), "code");
        String message = printable(JsonTree.text(fields.get(), "message"));
        return Optional.of(new SetupException(SetupCode.of(token).orElse(SetupCode.HELPER_UNKNOWN_ERROR), message));
    }

    /** Users of the sandbox may write this file: nothing in it may steer a terminal. */
    private static String printable(String message) {
        StringBuilder text = new StringBuilder();
        message.codePoints()
                .limit(LONGEST_MESSAGE)
                .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return text.toString();
    }
}
