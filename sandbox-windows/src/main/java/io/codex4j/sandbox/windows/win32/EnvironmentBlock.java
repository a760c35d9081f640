package io.codex4j.sandbox.windows.win32;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lay out variables as a new process wants them: sorted, each ended by a NUL, and one more NUL at the end. */
final class EnvironmentBlock {
    private static final Comparator<Map.Entry<String, String>> ORDER = Comparator.comparing(
                    (Map.Entry<String, String> variable) -> variable.getKey().toUpperCase(Locale.ROOT))
            .thenComparing(Map.Entry::getKey);

    private EnvironmentBlock() {}

    /**
     * Return the block of an environment.
     *
     * @throws IllegalArgumentException if a name or a value would be read as something else
     */
    static char[] of(Map<String, String> environment) {
        List<Map.Entry<String, String>> variables = new ArrayList<>(environment.entrySet());
        variables.sort(ORDER);
        StringBuilder block = new StringBuilder();
        for (Map.Entry<String, String> variable : variables) {
            check(variable.getKey(), variable.getValue());
            block.append(variable.getKey())
                    .append('=')
                    .append(variable.getValue())
                    .append('\0');
        }
        if (block.isEmpty()) {
            // An empty block, too, ends with two.
            block.append('\0');
        }
        block.append('\0');
        char[] characters = new char[block.length()];
        block.getChars(0, characters.length, characters, 0);
        return characters;
    }

    /** The names of Windows' own variables for the folders of drives, such as {@code =C:}, begin with the sign. */
    private static void check(String name, String value) {
        if (name.isEmpty() || name.indexOf('=', 1) >= 0 || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the environment holds a variable that no program can be given: '" + name.replace('\0', '?') + "'");
        }
    }
}
