package io.codex4j.tools.patch;

import io.codex4j.api.tool.WindowsNames;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apiguardian.api.API;

/** Understand the paths that a model gives, before anything is looked up there. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class GivenPaths {
    private GivenPaths() {}

    /**
     * Return the absolute path of a file or folder.
     *
     * <p>On Windows, a path may hang on the current folder of another drive, which is none of the model's: it is refused. So
     * is one that leads to another machine, to a pipe or to a device, unless the directory is there, too: to look there
     * would be to hand out who the user is. A name that stands for a device is refused as well: to look at one may take
     * for ever.
     *
     * @param directory absolute; from which a relative path starts
     * @throws InvalidPathException if it is no path, or none that may be looked at
     */
    public static Path resolve(Path directory, String given) {
        Path path = directory.getFileSystem().getPath(given);
        Path root = path.getRoot();
        String start = root == null ? "" : root.toString();
        if (start.endsWith(":")) {
            throw new InvalidPathException(given, "it hangs on the current folder of drive " + start);
        }
        if (start.startsWith("\\\\") && !root.equals(directory.getRoot())) {
            throw new InvalidPathException(given, "it leads to another machine or to a device");
        }
        Path absolute = directory.resolve(path).normalize();
        if (File.separatorChar == '\\' && !WindowsNames.areKept(absolute)) {
            throw new InvalidPathException(given, "Windows takes a name in it for another file or for a device");
        }
        return absolute;
    }
}
