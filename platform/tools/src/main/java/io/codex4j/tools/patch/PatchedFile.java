package io.codex4j.tools.patch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follow one file through all operations of a patch, in memory. */
final class PatchedFile {
    private final Path target;
    private final Set<Path> names = new LinkedHashSet<>();
    private final @Nullable OriginalFile original;
    private @Nullable FileText text;
    private boolean present;
    private PatchedFile source = this;

    /** Find a file by the place where a change of it would land. */
    PatchedFile(Path target) throws IOException {
        this.target = target;
        this.original = OriginalFile.find(target);
        this.present = original != null;
    }

    /** Return the path that is written, free of links. */
    Path target() {
        return target;
    }

    /** Return the paths by which the patch calls the file; more than one if links lead to it. */
    Set<Path> names() {
        return names;
    }

    @Nullable
    OriginalFile original() {
        return original;
    }

    boolean present() {
        return present;
    }

    /** Return what the file will hold, or null if the patch does not make or change it. */
    @Nullable
    FileText changedText() {
        return present ? text : null;
    }

    /** Return the file whose lines are found again in this one: itself, unless it was moved here. */
    PatchedFile source() {
        return source;
    }

    /** Return what the file holds at this point of the patch. */
    FileText currentText() throws IOException {
        if (text != null) {
            return text;
        }
        if (original == null) {
            throw new IllegalStateException("there is no file: " + target);
        }
        return original.text();
    }

    void write(FileText changed) {
        text = changed;
        present = true;
    }

    void remove() {
        text = null;
        present = false;
        source = this;
    }

    /** Let this file become what another one has become; the other one is gone then. */
    void moveFrom(PatchedFile other, FileText changed) {
        boolean traceable = original == null && other.source.original != null;
        source = traceable ? other.source : this;
        write(traceable ? changed : changed.detached());
        other.remove();
    }

    /** Tell whether the patch removes a file that was there. */
    boolean isRemoved() {
        return original != null && !present;
    }

    /** Tell whether anything happens to the file. */
    boolean isTouched() {
        return isRemoved() || changedText() != null;
    }
}
