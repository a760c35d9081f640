package io.codex4j.config;

import java.util.Collection;

/** Finds the known name that a mistyped one may mean. */
final class Similar {
    /** Names that differ in more characters than this are other names, not mistyped ones. */
    private static final int MOST_EDITS = 2;

    /** In names shorter than this, two edits leave nothing of the name. */
    private static final int SHORT = 4;

    private Similar() {}

    /** Return a question to put after a sentence about a mistyped name; an empty text if nothing is similar. */
    static String question(String typed, Collection<String> known) {
        String nearest = "";
        int fewest = typed.length() < SHORT ? typed.length() / 2 + 1 : MOST_EDITS + 1;
        for (String name : known) {
            int edits = Math.abs(name.length() - typed.length()) < fewest ? edits(typed, name) : fewest;
            if (edits < fewest) {
                fewest = edits;
                nearest = name;
            }
        }
        return nearest.isEmpty() ? "" : " (did you mean `" + nearest + "`?)";
    }

    /** Levenshtein distance. */
    private static int edits(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
