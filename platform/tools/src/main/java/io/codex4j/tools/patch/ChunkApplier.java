package io.codex4j.tools.patch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Apply the chunks of one update to the lines of a file. */
final class ChunkApplier {
    private final FileText file;
    private final Path path;
    private final LineMatcher matcher;
    private final FileText.Builder result;
    private final List<Patch.Chunk> appended = new ArrayList<>();
    private int next;

    private ChunkApplier(FileText file, Path path, int chunks) {
        this.file = file;
        this.path = path;
        this.matcher = new LineMatcher(file);
        this.result = new FileText.Builder(file, chunks);
    }

    /**
     * Return the changed lines.
     *
     * @param path the file's name in messages
     * @throws PatchException if lines of a chunk are not there, or not after those of the chunk before
     */
    static FileText apply(List<Patch.Chunk> chunks, FileText file, Path path) throws PatchException {
        ChunkApplier applier = new ChunkApplier(file.terminated(), path, chunks.size());
        for (Patch.Chunk chunk : chunks) {
            applier.apply(chunk);
        }
        return applier.finish();
    }

    private void apply(Patch.Chunk chunk) throws PatchException {
        if (chunk.header() != null) {
            int header = matcher.find(List.of(chunk.header()), next, false);
            if (header < 0) {
                throw new PatchException("Failed to find context '" + chunk.header() + "' in " + path);
            }
            next = header + 1;
        }
        List<String> wanted = texts(chunk.lines());
        if (wanted.isEmpty()) {
            appended.add(chunk);
            return;
        }
        int found = matcher.find(wanted, next, chunk.endOfFile());
        if (found >= 0) {
            replace(found, chunk.lines());
            return;
        }
        if (wanted.getLast().isEmpty() && applyWithoutLastBlank(chunk)) {
            return;
        }
        throw new PatchException("Failed to find expected lines in " + path + ":\n" + String.join("\n", wanted));
    }

    /** Take an empty last line for the end of the file's last line, which models like to write down. */
    private boolean applyWithoutLastBlank(Patch.Chunk chunk) {
        List<Patch.Line> lines = withoutLastBlank(chunk.lines());
        List<String> wanted = texts(lines);
        if (wanted.isEmpty()) {
            if (chunk.endOfFile()) {
                appended.add(new Patch.Chunk(null, lines, true));
            }
            return chunk.endOfFile();
        }
        int found = matcher.find(wanted, next, chunk.endOfFile());
        if (found >= 0) {
            replace(found, lines);
        }
        return found >= 0;
    }

    /** Take the empty last line off the old side, and off the new side if that ends with one, too. */
    private static List<Patch.Line> withoutLastBlank(List<Patch.Line> lines) {
        int oldEnd = lastExcept(Patch.Mark.ADDED, lines);
        int newEnd = lastExcept(Patch.Mark.REMOVED, lines);
        boolean newBlank = newEnd >= 0 && lines.get(newEnd).text().isEmpty();
        List<Patch.Line> shortened = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            Patch.Mark mark = lines.get(i).mark();
            boolean inOld = mark != Patch.Mark.ADDED && i != oldEnd;
            boolean inNew = mark != Patch.Mark.REMOVED && !(newBlank && i == newEnd);
            if (inOld || inNew) {
                Patch.Mark remaining = inOld && inNew ? mark : inOld ? Patch.Mark.REMOVED : Patch.Mark.ADDED;
                shortened.add(new Patch.Line(remaining, lines.get(i).text()));
            }
        }
        return shortened;
    }

    private static int lastExcept(Patch.Mark mark, List<Patch.Line> lines) {
        int last = lines.size() - 1;
        while (last >= 0 && lines.get(last).mark() == mark) {
            last--;
        }
        return last;
    }

    private static List<String> texts(List<Patch.Line> lines) {
        List<String> texts = new ArrayList<>(lines.size());
        for (Patch.Line line : lines) {
            if (line.mark() != Patch.Mark.ADDED) {
                texts.add(line.text());
            }
        }
        return texts;
    }

    private void replace(int found, List<Patch.Line> lines) {
        result.copyUntil(found);
        String lineEnd = lineEnd(found);
        int at = found;
        for (Patch.Line line : lines) {
            switch (line.mark()) {
                case KEPT -> {
                    keep(at, line.text(), lineEnd);
                    at++;
                }
                case REMOVED -> {
                    result.skip();
                    at++;
                }
                case ADDED -> result.add(withEnd(line.text(), lineEnd));
            }
        }
        next = at;
    }

    /** Keep a line; where only a lenient comparison found it, it becomes what the patch says. */
    private void keep(int at, String text, String lineEnd) {
        if (file.is(at, text)) {
            result.copyUntil(at + 1);
        } else {
            result.skip();
            result.add(withEnd(text, lineEnd));
        }
    }

    private FileText finish() {
        result.copyUntil(file.size());
        String lineEnd = lineEnd(file.size() - 1);
        for (Patch.Chunk chunk : appended) {
            for (Patch.Line line : chunk.lines()) {
                result.add(withEnd(line.text(), lineEnd));
            }
        }
        return result.build();
    }

    private String lineEnd(int line) {
        return line >= 0 && file.line(line).endsWith("\r") ? "\r" : "";
    }

    private static String withEnd(String text, String lineEnd) {
        return text.endsWith("\r") ? text : text + lineEnd;
    }
}
