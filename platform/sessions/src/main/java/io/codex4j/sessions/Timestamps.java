package io.codex4j.sessions;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Write points in time as rollouts do; by hand, because formatters with patterns are slow to start. */
final class Timestamps {
    private Timestamps() {}

    /** Return the UTC time with milliseconds, such as {@code 2026-11-23T12:50:08.036Z}. */
    static String utc(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(24);
        date(text, time, '-').append('T');
        clock(text, time, ':').append('.');
        pad(text, instant.getNano() / 1_000_000, 3);
        return text.append('Z').toString();
    }

    /** Return the local time as part of a file's name, such as {@code 2026-11-23T12-50-08}. */
    static String forFileName(LocalDateTime time) {
        StringBuilder text = new StringBuilder(19);
        date(text, time, '-').append('T');
        return clock(text, time, '-').toString();
    }

    /** Return the local date as a path, such as {@code 2026/11/23}. */
    static String forFolder(LocalDateTime time) {
        return date(new StringBuilder(10), time, '/').toString();
    }

    private static StringBuilder date(StringBuilder text, LocalDateTime time, char separator) {
        pad(text, time.getYear(), 4).append(separator);
        pad(text, time.getMonthValue(), 2).append(separator);
        return pad(text, time.getDayOfMonth(), 2);
    }

    private static StringBuilder clock(StringBuilder text, LocalDateTime time, char separator) {
        pad(text, time.getHour(), 2).append(separator);
        pad(text, time.getMinute(), 2).append(separator);
        return pad(text, time.getSecond(), 2);
    }

    private static StringBuilder pad(StringBuilder text, int number, int digits) {
        String plain = Integer.toString(number);
        for (int i = plain.length(); i < digits; i++) {
            text.append('0');
        }
        return text.append(plain);
    }
}
