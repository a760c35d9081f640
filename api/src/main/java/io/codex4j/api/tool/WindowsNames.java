package io.codex4j.api.tool;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Know the names that Windows takes for something else than what they say: for another file, a stream of a file, or a device.
 * Who checks where a file is, by its path, must not be given one.
 *
 * <p>Source: "Naming Files, Paths, and Namespaces" in the documentation of Windows.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class WindowsNames {
    private static final Set<String> DEVICES = Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$");
    private static final Set<String> NUMBERED_DEVICES = Set.of("COM", "LPT");
    private static final String DIGITS = "0123456789\u00b9\u00b2\u00b3";
    private static final String FORBIDDEN = "<>:\"|?*/\\";

    private WindowsNames() {}

    /**
     * Tell whether each folder of a path, and the file, is found under the name that it is given. Elsewhere than on Windows,
     * the answer says nothing.
     */
    public static boolean areKept(Path path) {
        for (Path name : path) {
            if (!isKept(name.toString())) {
                return false;
            }
        }
        return true;
    }

    static boolean isKept(String name) {
        if (name.isEmpty() || name.endsWith(".") || name.endsWith(" ")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || FORBIDDEN.indexOf(name.charAt(i)) >= 0) {
                return false;
            }
        }
        return !isDevice(name);
    }

    /** A device keeps its name whatever is added after a dot: {@code nul.txt} is none other than {@code NUL}. */
    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        String base = (dot < 0 ? name : name.substring(0, dot)).stripTrailing().toUpperCase(Locale.ROOT);
        if (DEVICES.contains(base)) {
            return true;
        }
        return base.length() == 4
                && NUMBERED_DEVICES.contains(base.substring(0, 3))
                && DIGITS.indexOf(base.charAt(3)) >= 0;
    }
}
