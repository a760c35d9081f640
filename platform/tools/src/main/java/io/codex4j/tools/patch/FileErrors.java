package io.codex4j.tools.patch;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Name the cause of a failed access to a file as the operating system does, without the path. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class FileErrors {
    /** What is said of a file that does not exist. */
    public static final String MISSING = "No such file or directory (os error 2)";

    static final String DIRECTORY = "Is a directory (os error 21)";
    static final String DENIED = "Permission denied (os error 13)";

    private FileErrors() {}

    /** Return the cause in a few words. */
    public static String describe(IOException error) {
        return switch (error) {
            case NoSuchFileException missing -> MISSING;
            case AccessDeniedException denied -> DENIED;
            case FileAlreadyExistsException exists -> "File exists (os error 17)";
            case CharacterCodingException coding -> "stream did not contain valid UTF-8";
            case ClosedByInterruptException interrupted -> "interrupted";
            case FileSystemException system -> firstKnown(system.getReason(), system);
            default -> firstKnown(error.getMessage(), error);
        };
    }

    private static String firstKnown(@Nullable String message, IOException error) {
        return message == null ? error.getClass().getSimpleName() : message;
    }
}
