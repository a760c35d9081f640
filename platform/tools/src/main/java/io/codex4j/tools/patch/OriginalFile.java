package io.codex4j.tools.patch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Remember a file as it was before the patch, to tell later whether it still is so. */
final class OriginalFile {
    /** The largest file that is changed: 64 MiB. */
    static final long MAX_SIZE = 64L << 20;

    private final Path path;
    private final BasicFileAttributes attributes;
    private final @Nullable PosixFileAttributes posix;
    private @Nullable FileText text;
    private boolean noText;

    private OriginalFile(Path path, BasicFileAttributes attributes, @Nullable PosixFileAttributes posix) {
        this.path = path;
        this.attributes = attributes;
        this.posix = posix;
    }

    /** Return the file at a path, or null if there is none; a symbolic link is not followed. */
    static @Nullable OriginalFile find(Path path) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        try {
            if (view == null) {
                BasicFileAttributes attributes =
                        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return new OriginalFile(path, attributes, null);
            }
            PosixFileAttributes attributes = view.readAttributes();
            return new OriginalFile(path, attributes, attributes);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    boolean isDirectory() {
        return attributes.isDirectory();
    }

    boolean isRegular() {
        return attributes.isRegularFile();
    }

    /** Return owner, group and permissions, or null where the file system has none. */
    @Nullable
    PosixFileAttributes posix() {
        return posix;
    }

    /** Return the mode that git gives the file. */
    String mode() {
        if (attributes.isSymbolicLink()) {
            return "120000";
        }
        boolean executable = posix != null && posix.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
        return executable ? "100755" : "100644";
    }

    /**
     * Return the lines of the file.
     *
     * @throws IOException if it cannot be read, is too large or is no text
     */
    FileText text() throws IOException {
        FileText known = text;
        if (known == null) {
            known = FileText.original(read());
            text = known;
        }
        return known;
    }

    /** Return the lines of the file, or null if it has none that could be shown; the answer stays the same. */
    @Nullable
    FileText textIfAny() {
        if (text == null && !noText) {
            try {
                return text();
            } catch (IOException e) {
                // It may still be removed or replaced.
                noText = true;
            }
        }
        return text;
    }

    private String read() throws IOException {
        if (attributes.isSymbolicLink()) {
            return Files.readSymbolicLink(path).toString();
        }
        if (!attributes.isRegularFile()) {
            throw new IOException("not a regular file");
        }
        if (attributes.size() > MAX_SIZE) {
            throw new IOException("the file is larger than " + (MAX_SIZE >> 20) + " MiB");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                .toString();
    }

    /** Tell whether the file at the path is still the one that was found. */
    boolean isUnchanged() throws IOException {
        OriginalFile now = find(path);
        return now != null
                && Objects.equals(now.attributes.fileKey(), attributes.fileKey())
                && now.attributes.size() == attributes.size()
                && now.attributes.lastModifiedTime().equals(attributes.lastModifiedTime());
    }
}
