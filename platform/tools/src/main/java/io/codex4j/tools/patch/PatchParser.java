package io.codex4j.tools.patch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Read the text of a patch. Line numbers in messages count from the line that begins the patch. */
final class PatchParser {
    private static final String BEGIN = "*** Begin Patch";
    private static final String END = "*** End Patch";
    private static final String ADD = "*** Add File: ";
    private static final String DELETE = "*** Delete File: ";
    private static final String UPDATE = "*** Update File: ";
    private static final String MOVE = "*** Move to: ";
    private static final String END_OF_FILE = "*** End of File";
    private static final String HEADER = "@@ ";
    private static final String BARE_HEADER = "@@";

    private final List<String> lines;
    private int next = 1;
    private int end;

    PatchParser(String text) {
        this.lines = split(text.strip());
    }

    Patch parse() throws PatchException {
        checkBoundaries(withoutHeredoc());
        end = lines.size() - 1;
        List<Patch.Operation> operations = new ArrayList<>();
        while (next < end) {
            operations.add(operation());
        }
        return new Patch(operations);
    }

    /** Drop the lines of a shell's here-document around the patch, which models write although no shell is there. */
    private List<String> withoutHeredoc() {
        if (lines.size() >= 4
                && isHeredocStart(lines.getFirst())
                && lines.getLast().endsWith("EOF")) {
            lines.removeLast();
            lines.removeFirst();
        }
        return lines;
    }

    private static boolean isHeredocStart(String line) {
        return line.equals("<<EOF") || line.equals("<<'EOF'") || line.equals("<<\"EOF\"");
    }

    private static void checkBoundaries(List<String> lines) throws PatchException {
        if (!lines.isEmpty() && !lines.getFirst().strip().equals(BEGIN)) {
            throw new PatchException("invalid patch: The first line of the patch must be '" + BEGIN + "'");
        }
        if (lines.size() < 2 || !lines.getLast().strip().equals(END)) {
            throw new PatchException("invalid patch: The last line of the patch must be '" + END + "'");
        }
    }

    private Patch.Operation operation() throws PatchException {
        String line = lines.get(next).strip();
        if (line.startsWith(ADD)) {
            next++;
            return new Patch.Add(line.substring(ADD.length()), addedLines());
        }
        if (line.startsWith(DELETE)) {
            next++;
            return new Patch.Delete(line.substring(DELETE.length()));
        }
        if (line.startsWith(UPDATE)) {
            return update(line.substring(UPDATE.length()));
        }
        throw invalid(
                next,
                "'" + line + "' is not a valid hunk header. Valid hunk headers: '" + ADD + "{path}', '" + DELETE
                        + "{path}', '" + UPDATE + "{path}'");
    }

    private List<String> addedLines() {
        List<String> added = new ArrayList<>();
        while (next < end && lines.get(next).startsWith("+")) {
            added.add(lines.get(next).substring(1));
            next++;
        }
        return added;
    }

    private Patch.Update update(String path) throws PatchException {
        int start = next;
        next++;
        String destination = destination();
        List<Patch.Chunk> chunks = new ArrayList<>();
        while (next < end) {
            String line = lines.get(next);
            if (line.isBlank()) {
                next++;
            } else if (line.startsWith("***")) {
                break;
            } else {
                chunks.add(chunk(chunks.isEmpty()));
            }
        }
        if (chunks.isEmpty()) {
            throw invalid(start, "Update file hunk for path '" + path + "' is empty");
        }
        return new Patch.Update(path, destination, chunks);
    }

    private @Nullable String destination() {
        if (next < end && lines.get(next).strip().startsWith(MOVE)) {
            String destination = lines.get(next).strip().substring(MOVE.length());
            next++;
            return destination;
        }
        return null;
    }

    private Patch.Chunk chunk(boolean first) throws PatchException {
        String line = lines.get(next);
        String header = null;
        if (line.stripTrailing().equals(BARE_HEADER)) {
            next++;
        } else if (line.startsWith(HEADER)) {
            header = line.substring(HEADER.length());
            next++;
        } else if (!first) {
            throw invalid(next, "Expected update hunk to start with a @@ context marker, got: '" + line + "'");
        }
        return chunkLines(header);
    }

    private Patch.Chunk chunkLines(@Nullable String header) throws PatchException {
        List<Patch.Line> body = new ArrayList<>();
        while (next < end) {
            String text = lines.get(next);
            if (text.stripTrailing().equals(END_OF_FILE)) {
                if (body.isEmpty()) {
                    throw empty();
                }
                next++;
                return new Patch.Chunk(header, body, true);
            }
            Patch.Line line = line(text);
            if (line == null) {
                if (body.isEmpty()) {
                    throw invalid(
                            next,
                            "Unexpected line found in update hunk: '" + text + "'. Every line should start with"
                                    + " ' ' (context line), '+' (added line), or '-' (removed line)");
                }
                break;
            }
            body.add(line);
            next++;
        }
        if (body.isEmpty()) {
            throw empty();
        }
        return new Patch.Chunk(header, body, false);
    }

    private static Patch.@Nullable Line line(String text) {
        if (text.isEmpty()) {
            return new Patch.Line(Patch.Mark.KEPT, "");
        }
        return switch (text.charAt(0)) {
            case ' ' -> new Patch.Line(Patch.Mark.KEPT, text.substring(1));
            case '+' -> new Patch.Line(Patch.Mark.ADDED, text.substring(1));
            case '-' -> new Patch.Line(Patch.Mark.REMOVED, text.substring(1));
            default -> null;
        };
    }

    private PatchException empty() {
        return invalid(next, "Update hunk does not contain any lines");
    }

    private static PatchException invalid(int index, String message) {
        return new PatchException("invalid hunk at line " + (index + 1) + ", " + message);
    }

    /** Split at line feeds; a carriage return before one belongs to the line end. */
    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int feed = text.indexOf('\n', start);
            int stop = feed < 0 ? text.length() : feed;
            boolean carriageReturn = feed > start && text.charAt(feed - 1) == '\r';
            lines.add(text.substring(start, carriageReturn ? stop - 1 : stop));
            start = stop + 1;
        }
        return lines;
    }
}
