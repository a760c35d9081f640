package io.codex4j.tools.patch;

import java.util.ArrayList;
import java.util.List;

/** Write the hunks of a unified diff, from what is known of each line's origin: no lines are searched for. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;
    private static final String NO_NEWLINE = "\\ No newline at end of file\n";

    private final FileText before;
    private final FileText after;
    private final StringBuilder out;

    private UnifiedDiff(FileText before, FileText after, StringBuilder out) {
        this.before = before;
        this.after = after;
        this.out = out;
    }

    /** Return the hunks, empty if nothing differs. */
    static String hunks(FileText before, FileText after) {
        UnifiedDiff diff = new UnifiedDiff(before, after, new StringBuilder());
        diff.write(diff.changes());
        return diff.out.toString();
    }

    /** Lines that are replaced by others: half-open ranges. */
    private record Change(int beforeStart, int beforeEnd, int afterStart, int afterEnd) {}

    private List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        int old = 0;
        int fresh = 0;
        while (old < before.size() || fresh < after.size()) {
            if (fresh < after.size() && after.origin(fresh) == old) {
                old++;
                fresh++;
                continue;
            }
            int freshEnd = fresh;
            while (freshEnd < after.size() && after.origin(freshEnd) == FileText.NEW) {
                freshEnd++;
            }
            int oldEnd = freshEnd < after.size() ? after.origin(freshEnd) : before.size();
            addTrimmed(changes, new Change(old, oldEnd, fresh, freshEnd));
            old = oldEnd;
            fresh = freshEnd;
        }
        return changes;
    }

    /** Add a change without the lines that are the same at both ends of it. */
    private void addTrimmed(List<Change> changes, Change change) {
        int old = change.beforeStart();
        int fresh = change.afterStart();
        while (old < change.beforeEnd() && fresh < change.afterEnd() && same(old, fresh)) {
            old++;
            fresh++;
        }
        int oldEnd = change.beforeEnd();
        int freshEnd = change.afterEnd();
        while (oldEnd > old && freshEnd > fresh && same(oldEnd - 1, freshEnd - 1)) {
            oldEnd--;
            freshEnd--;
        }
        if (old < oldEnd || fresh < freshEnd) {
            changes.add(new Change(old, oldEnd, fresh, freshEnd));
        }
    }

    private boolean same(int old, int fresh) {
        return before.line(old).equals(after.line(fresh)) && endsFile(before, old) == endsFile(after, fresh);
    }

    private static boolean endsFile(FileText file, int line) {
        return line == file.size() - 1 && !file.finalNewline();
    }

    private void write(List<Change> changes) {
        int first = 0;
        while (first < changes.size()) {
            int last = first;
            while (last + 1 < changes.size()
                    && changes.get(last + 1).beforeStart() - changes.get(last).beforeEnd() <= 2 * CONTEXT) {
                last++;
            }
            writeHunk(changes.subList(first, last + 1));
            first = last + 1;
        }
    }

    private void writeHunk(List<Change> changes) {
        Change first = changes.getFirst();
        Change last = changes.getLast();
        int lead = Math.min(CONTEXT, first.beforeStart());
        int trail = Math.min(CONTEXT, before.size() - last.beforeEnd());
        out.append("@@ -");
        writeRange(first.beforeStart() - lead, last.beforeEnd() + trail);
        out.append(" +");
        writeRange(first.afterStart() - lead, last.afterEnd() + trail);
        out.append(" @@\n");
        int kept = first.beforeStart() - lead;
        for (Change change : changes) {
            writeLines(' ', before, kept, change.beforeStart());
            writeLines('-', before, change.beforeStart(), change.beforeEnd());
            writeLines('+', after, change.afterStart(), change.afterEnd());
            kept = change.beforeEnd();
        }
        writeLines(' ', before, kept, last.beforeEnd() + trail);
    }

    private void writeRange(int start, int end) {
        int length = end - start;
        out.append(length == 0 ? start : start + 1);
        if (length != 1) {
            out.append(',').append(length);
        }
    }

    private void writeLines(char mark, FileText file, int start, int end) {
        for (int i = start; i < end; i++) {
            out.append(mark).append(file.line(i)).append('\n');
            if (endsFile(file, i)) {
                out.append(NO_NEWLINE);
            }
        }
    }
}
