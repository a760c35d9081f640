package io.codex4j.exec;

import java.io.IOException;
import java.util.Optional;

/**
 * Find the prompt. An argument is the prompt, and standard input is then left alone, as it may be a pipe that never ends;
 * {@code -} or no argument means standard input.
 */
final class PromptSource {
    private static final int MAX_BYTES = 64 << 20;

    private PromptSource() {}

    static String read(Optional<String> argument, ExecStreams streams, Output err) throws ExecException {
        if (argument.isPresent() && !argument.get().equals("-")) {
            return argument.get();
        }
        if (argument.isEmpty()) {
            if (streams.inIsTerminal()) {
                throw new ExecException("No prompt: give it as an argument, or pipe it into standard input.");
            }
            err.print("Reading prompt from stdin...\n");
        }
        String prompt = TextInput.decode(bytes(streams), "prompt on standard input");
        if (prompt.isBlank()) {
            throw new ExecException("No prompt: standard input was empty.");
        }
        return prompt;
    }

    private static byte[] bytes(ExecStreams streams) throws ExecException {
        byte[] bytes;
        try {
            bytes = streams.in().readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new ExecException("Cannot read the prompt from standard input: " + FileProblem.reason(e), e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new ExecException("The prompt on standard input is longer than " + (MAX_BYTES >> 20) + " MiB.");
        }
        return bytes;
    }
}
