package io.codex4j.tools;

import io.codex4j.api.tool.ShellWords;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Lay out what the model is shown of commands. */
final class CommandText {
    private static final int BYTES_A_TOKEN = 4;
    private static final String TOTAL_LINES = "Total output lines: ";

    private CommandText() {}

    static String exited(int code) {
        return "Process exited with code " + code;
    }

    static String running(int session) {
        return "Process running with session ID " + session;
    }

    /**
     * Return the text of one look at a command session.
     *
     * @param state whether the process runs or has exited
     * @param size bytes of output, of which the text may hold less
     */
    static String look(List<String> argv, Duration wallTime, String state, long size, String output) {
        return "Command: " + ShellWords.join(argv)
                + "\nChunk ID: "
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt(), 6)
                + "\nWall time: " + tenThousandths(wallTime) + " seconds\n"
                + state
                + "\nOriginal token count: " + (size + BYTES_A_TOKEN - 1) / BYTES_A_TOKEN
                + "\nOutput:\n" + output;
    }

    /**
     * Return the text of a command that was run to its end.
     *
     * @param output the whole output
     * @param shown the output as the model is to see it, perhaps shortened
     */
    static String whole(int exitCode, Duration wallTime, String output, String shown) {
        StringBuilder text = new StringBuilder("Exit code: " + exitCode)
                .append("\nWall time: ")
                .append(tenths(wallTime))
                .append(" seconds\n");
        String body = shown;
        if (!shown.equals(output)) {
            text.append(TOTAL_LINES).append(output.lines().count()).append('\n');
            int end = shown.startsWith(TOTAL_LINES) ? shown.indexOf("\n\n") : -1;
            body = end < 0 ? shown : shown.substring(end + 2);
        }
        return text.append("Output:\n").append(body).toString();
    }

    /** Return seconds with four decimals, such as 0.2521. */
    static String tenThousandths(Duration time) {
        long parts = (time.toNanos() + 50_000) / 100_000;
        String fraction = Long.toString(parts % 10_000);
        return parts / 10_000 + "." + "0".repeat(4 - fraction.length()) + fraction;
    }

    /** Return seconds with one decimal, or none where it would be 0: 0, 0.1, 1.3. */
    static String tenths(Duration time) {
        long parts = roundedTenths(time);
        return parts % 10 == 0 ? Long.toString(parts / 10) : parts / 10 + "." + parts % 10;
    }

    static long roundedTenths(Duration time) {
        return (time.toMillis() + 50) / 100;
    }
}
