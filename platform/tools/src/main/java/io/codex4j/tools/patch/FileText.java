package io.codex4j.tools.patch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Hold the lines of a file, and for each the line of the original file that it still is. Immutable.
 *
 * <p>A line keeps a carriage return before its line feed, so that line ends survive.
 */
final class FileText {
    /** The origin of a line that the original file does not have. */
    static final int NEW = -1;

    private static final FileText EMPTY = new FileText(new String[0], new int[0], true);

    private final String[] lines;
    private final int[] origins;
    private final boolean finalNewline;

    private FileText(String[] lines, int[] origins, boolean finalNewline) {
        this.lines = lines;
        this.origins = origins;
        this.finalNewline = finalNewline;
    }

    /** Return the lines of an original file. */
    static FileText original(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        boolean finalNewline = text.endsWith("\n");
        String[] lines = new String[count(text) + (finalNewline ? 0 : 1)];
        int start = 0;
        for (int i = 0; i < lines.length; i++) {
            int feed = text.indexOf('\n', start);
            lines[i] = text.substring(start, feed < 0 ? text.length() : feed);
            start = feed + 1;
        }
        int[] origins = new int[lines.length];
        Arrays.setAll(origins, i -> i);
        return new FileText(lines, origins, finalNewline);
    }

    /** Return the lines of a file that is made. */
    static FileText made(List<String> lines) {
        return new FileText(lines.toArray(String[]::new), newOrigins(lines.size()), true);
    }

    private static int count(String text) {
        int feeds = 0;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            feeds++;
        }
        return feeds;
    }

    private static int[] newOrigins(int size) {
        int[] origins = new int[size];
        Arrays.fill(origins, NEW);
        return origins;
    }

    int size() {
        return lines.length;
    }

    String line(int index) {
        return lines[index];
    }

    /** Return the line of the original file that this line still is, or {@link #NEW}. */
    int origin(int index) {
        return origins[index];
    }

    /** Tell whether the last line ends with a line feed; true for an empty file. */
    boolean finalNewline() {
        return finalNewline;
    }

    /** Tell whether a line is the given text, whatever its line end. */
    boolean is(int index, String text) {
        String line = lines[index];
        return line.equals(text)
                || (line.length() == text.length() + 1 && line.endsWith("\r") && line.startsWith(text));
    }

    /** Return the same lines without memory of the original file. */
    FileText detached() {
        return new FileText(lines, newOrigins(lines.length), finalNewline);
    }

    /** Return these lines with a line feed after the last one, as every changed file has it. */
    FileText terminated() {
        if (finalNewline) {
            return this;
        }
        int last = lines.length - 1;
        String[] terminatedLines = lines.clone();
        int[] terminatedOrigins = origins.clone();
        terminatedOrigins[last] = NEW;
        if (last > 0 && lines[last - 1].endsWith("\r") && !lines[last].endsWith("\r")) {
            terminatedLines[last] += "\r";
        }
        return new FileText(terminatedLines, terminatedOrigins, true);
    }

    byte[] bytes() {
        int length = 0;
        for (String line : lines) {
            length += line.length() + 1;
        }
        StringBuilder text = new StringBuilder(length);
        for (String line : lines) {
            text.append(line).append('\n');
        }
        if (!finalNewline) {
            text.setLength(text.length() - 1);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Collect the lines of a file that is made from another one. */
    static final class Builder {
        private final FileText source;
        private String[] lines;
        private int[] origins;
        private int size;
        private int copied;

        Builder(FileText source, int expectedGrowth) {
            this.source = source;
            this.lines = new String[source.size() + expectedGrowth];
            this.origins = new int[lines.length];
        }

        /** Copy the lines of the source up to an index, from where copying stopped. */
        void copyUntil(int index) {
            int length = index - copied;
            ensure(length);
            System.arraycopy(source.lines, copied, lines, size, length);
            System.arraycopy(source.origins, copied, origins, size, length);
            size += length;
            copied = index;
        }

        /** Leave out the next line of the source. */
        void skip() {
            copied++;
        }

        void add(String line) {
            ensure(1);
            lines[size] = line;
            origins[size] = NEW;
            size++;
        }

        private void ensure(int more) {
            if (size + more > lines.length) {
                int capacity = Math.max(size + more, lines.length + lines.length / 2);
                lines = Arrays.copyOf(lines, capacity);
                origins = Arrays.copyOf(origins, capacity);
            }
        }

        FileText build() {
            copyUntil(source.size());
            return new FileText(Arrays.copyOf(lines, size), Arrays.copyOf(origins, size), true);
        }
    }
}
