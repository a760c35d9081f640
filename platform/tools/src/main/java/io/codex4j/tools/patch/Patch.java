package io.codex4j.tools.patch;

import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Hold what a patch says, as it was written; nothing is known yet about the files.
 *
 * @param operations the changes of files, in the order of the patch; may be empty
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record Patch(List<Operation> operations) {
    public Patch {
        operations = List.copyOf(operations);
    }

    /**
     * Read a patch.
     *
     * @throws PatchException if the text does not follow the grammar; the message names the line
     */
    public static Patch parse(String text) throws PatchException {
        return new PatchParser(text).parse();
    }

    /** Tell whether the patch changes nothing. */
    public boolean isEmpty() {
        return operations.isEmpty();
    }

    /** The change of one file. */
    sealed interface Operation {
        /** Return the path as the patch has it. */
        String path();
    }

    /** Make a file, or replace it. */
    record Add(String path, List<String> lines) implements Operation {}

    /** Remove a file. */
    record Delete(String path) implements Operation {}

    /**
     * Change a file, and perhaps move it.
     *
     * @param destination where it goes, or null if it stays
     */
    record Update(String path, @Nullable String destination, List<Chunk> chunks) implements Operation {}

    /**
     * Lines that are changed together.
     *
     * @param header a line of the file after which to look, or null
     * @param endOfFile whether the lines stand at the end of the file
     */
    record Chunk(@Nullable String header, List<Line> lines, boolean endOfFile) {}

    /** A line of a chunk, without its mark. */
    record Line(Mark mark, String text) {}

    /** What happens to a line of a chunk. */
    enum Mark {
        KEPT,
        ADDED,
        REMOVED
    }
}
