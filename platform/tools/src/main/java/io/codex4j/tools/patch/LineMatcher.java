package io.codex4j.tools.patch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Find lines in a file, first as they are, then ever more leniently: without trailing blanks, without blanks at both
 * ends, with typographic characters as plain ones.
 *
 * <p>Chunks mostly follow each other closely, so a short way ahead is searched line by line; only when that finds
 * nothing, all lines are indexed, once for each degree of leniency.
 */
final class LineMatcher {
    private static final int LOOK_AHEAD = 500;
    private static final int EXACT = 0;
    private static final int TRAILING_BLANKS = 1;
    private static final int BLANKS = 2;
    private static final int TYPOGRAPHY = 3;

    private final FileText file;
    private final @Nullable Index[] indexes = new @Nullable Index[TYPOGRAPHY + 1];

    LineMatcher(FileText file) {
        this.file = file;
    }

    /**
     * Return where the wanted lines begin, or -1.
     *
     * @param wanted at least one line
     * @param from the first line that may be the first one
     * @param atEnd whether the last one must be the last line of the file
     */
    int find(List<String> wanted, int from, boolean atEnd) {
        int last = file.size() - wanted.size();
        int first = atEnd ? Math.max(from, last) : from;
        if (first > last) {
            return -1;
        }
        if (indexes[EXACT] == null) {
            int near = Math.min(last, first + LOOK_AHEAD);
            for (int at = first; at <= near; at++) {
                if (matches(wanted, at)) {
                    return at;
                }
            }
        }
        for (int leniency = EXACT; leniency <= TYPOGRAPHY; leniency++) {
            int at = index(leniency).find(wanted, first, last);
            if (at >= 0) {
                return at;
            }
        }
        return -1;
    }

    private boolean matches(List<String> wanted, int at) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!file.is(at + i, wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private Index index(int leniency) {
        Index index = indexes[leniency];
        if (index == null) {
            index = new Index(file, leniency);
            indexes[leniency] = index;
        }
        return index;
    }

    private static String simplify(String line, int leniency) {
        return switch (leniency) {
            case EXACT -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            case TRAILING_BLANKS -> line.stripTrailing();
            case BLANKS -> line.strip();
            default -> plain(line);
        };
    }

    private static String plain(String line) {
        char[] characters = line.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            characters[i] = plain(characters[i]);
        }
        return new String(characters).strip();
    }

    private static char plain(char character) {
        if (character < '\u00a0') {
            return character;
        }
        return switch (character) {
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212' -> '-';
            case '\u2018', '\u2019', '\u201a', '\u201b' -> '\'';
            case '\u201c', '\u201d', '\u201e', '\u201f' -> '"';
            case '\u00a0',
                    '\u2002',
                    '\u2003',
                    '\u2004',
                    '\u2005',
                    '\u2006',
                    '\u2007',
                    '\u2008',
                    '\u2009',
                    '\u200a',
                    '\u202f',
                    '\u205f',
                    '\u3000' -> ' ';
            default -> character;
        };
    }

    /** The places of each line, as one degree of leniency sees the lines. */
    private static final class Index {
        private static final Places NOWHERE = new Places();

        private final int leniency;
        private final String[] lines;
        private final Map<String, Places> places;

        Index(FileText file, int leniency) {
            this.leniency = leniency;
            this.lines = new String[file.size()];
            this.places = HashMap.newHashMap(lines.length);
            for (int i = 0; i < lines.length; i++) {
                lines[i] = simplify(file.line(i), leniency);
                Places here = places.get(lines[i]);
                if (here == null) {
                    here = new Places();
                    places.put(lines[i], here);
                }
                here.add(i);
            }
        }

        /** Look only where the rarest of the wanted lines stands. */
        int find(List<String> wanted, int first, int last) {
            String[] simplified = new String[wanted.size()];
            int anchor = 0;
            Places rarest = NOWHERE;
            for (int i = 0; i < simplified.length; i++) {
                simplified[i] = simplify(wanted.get(i), leniency);
                Places here = places.getOrDefault(simplified[i], NOWHERE);
                if (i == 0 || here.count < rarest.count) {
                    anchor = i;
                    rarest = here;
                }
            }
            for (int i = rarest.firstFrom(first + anchor); i < rarest.count; i++) {
                int at = rarest.lines[i] - anchor;
                if (at > last) {
                    return -1;
                }
                if (Arrays.equals(lines, at, at + simplified.length, simplified, 0, simplified.length)) {
                    return at;
                }
            }
            return -1;
        }
    }

    /** Line numbers in ascending order. */
    private static final class Places {
        private int[] lines = new int[1];
        private int count;

        void add(int line) {
            if (count == lines.length) {
                lines = Arrays.copyOf(lines, count * 2);
            }
            lines[count++] = line;
        }

        int firstFrom(int line) {
            int found = Arrays.binarySearch(lines, 0, count, line);
            return found >= 0 ? found : -found - 1;
        }
    }
}
