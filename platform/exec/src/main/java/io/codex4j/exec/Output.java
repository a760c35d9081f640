package io.codex4j.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Print text to a stream, at once. After the first failure nothing more is printed. Safe for several threads. */
final class Output {
    private final OutputStream stream;
    private @Nullable IOException failure;

    Output(OutputStream stream) {
        this.stream = stream;
    }

    synchronized void print(String text) {
        if (failure != null) {
            return;
        }
        try {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            stream.flush();
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Return why nothing is printed any more; nothing while all is well. */
    synchronized Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
