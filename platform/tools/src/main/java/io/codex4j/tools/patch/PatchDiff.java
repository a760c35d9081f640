package io.codex4j.tools.patch;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Write the changes of a patch as git would show them, sorted by path. */
final class PatchDiff {
    private static final String NOTHING = "/dev/null";
    private static final FileText EMPTY = FileText.original("");

    private final Path root;
    private final StringBuilder out = new StringBuilder();

    PatchDiff(Path root) {
        this.root = root;
    }

    String of(Collection<PatchedFile> files) {
        Set<PatchedFile> moved = new HashSet<>();
        List<PatchedFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(PatchDiff::name));
        for (PatchedFile file : sorted) {
            if (file.changedText() != null && file.source() != file) {
                moved.add(file.source());
            }
        }
        for (PatchedFile file : sorted) {
            FileText text = file.changedText();
            if (text != null) {
                writeChanged(file, text);
            } else if (file.isRemoved() && !moved.contains(file)) {
                writeRemoved(file);
            }
        }
        return out.toString();
    }

    private static Path name(PatchedFile file) {
        return file.names().iterator().next();
    }

    private void writeChanged(PatchedFile file, FileText text) {
        OriginalFile original = file.source().original();
        String to = relative(file);
        if (original == null) {
            writeFirstLine(to, to);
            out.append("new file mode 100644\n");
            writeHunks(NOTHING, "b/" + to, EMPTY, text);
            return;
        }
        String from = relative(file.source());
        FileText before = original.textIfAny();
        String hunks = before == null ? "" : UnifiedDiff.hunks(before, text);
        if (before != null && hunks.isEmpty() && from.equals(to)) {
            return;
        }
        writeFirstLine(from, to);
        if (!from.equals(to)) {
            out.append("rename from ").append(from).append('\n');
            out.append("rename to ").append(to).append('\n');
        }
        if (before == null) {
            writeBinary("a/" + from, "b/" + to);
        } else {
            writeHunks("a/" + from, "b/" + to, hunks);
        }
    }

    private void writeRemoved(PatchedFile file) {
        OriginalFile original = file.original();
        if (original == null) {
            return;
        }
        String path = relative(file);
        writeFirstLine(path, path);
        out.append("deleted file mode ").append(original.mode()).append('\n');
        FileText before = original.textIfAny();
        if (before == null) {
            writeBinary("a/" + path, NOTHING);
        } else {
            writeHunks("a/" + path, NOTHING, before, EMPTY);
        }
    }

    private void writeFirstLine(String from, String to) {
        out.append("diff --git a/").append(from).append(" b/").append(to).append('\n');
    }

    private void writeBinary(String from, String to) {
        out.append("Binary files ").append(from).append(" and ").append(to).append(" differ\n");
    }

    private void writeHunks(String from, String to, FileText before, FileText after) {
        writeHunks(from, to, UnifiedDiff.hunks(before, after.detached()));
    }

    private void writeHunks(String from, String to, String hunks) {
        if (!hunks.isEmpty()) {
            out.append("--- ").append(from).append(endOfName(from)).append('\n');
            out.append("+++ ").append(to).append(endOfName(to)).append('\n');
            out.append(hunks);
        }
    }

    /** A name with a space ends with a tab, as git writes it, so that programs see where it ends. */
    private static String endOfName(String name) {
        return name.indexOf(' ') >= 0 ? "\t" : "";
    }

    private String relative(PatchedFile file) {
        Path name = name(file);
        Path shown = name.startsWith(root) ? root.relativize(name) : name;
        String path = shown.toString().replace(File.separatorChar, '/');
        return path.startsWith("/") ? path.substring(1) : path;
    }
}
