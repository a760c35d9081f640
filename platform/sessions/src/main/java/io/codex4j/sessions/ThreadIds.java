package io.codex4j.sessions;

import java.io.DataInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apiguardian.api.API;

/**
 * Make ids of threads and turns: UUIDs of version 7, which sort by the time of their making.
 *
 * <p>Ids of one process always grow, also within a millisecond and when the clock is set back. They are unique, not
 * secret. Safe for several threads. Source of the format: RFC 9562, section 5.7 and 6.2 (method 2).
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ThreadIds {
    private static final ThreadIds SHARED = new ThreadIds(Clock.systemUTC());
    private static final int RANDOM_HIGH_BITS = 12;
    private static final int RANDOM_LOW_BITS = 62;
    private static final long LOW_MASK = (1L << RANDOM_LOW_BITS) - 1;
    private static final int HIGH_MASK = (1 << RANDOM_HIGH_BITS) - 1;
    /** Steps within a millisecond are random below this, so that a neighbour's id cannot be met by counting. */
    private static final long MAX_STEP = 1L << 32;

    private final Clock clock;
    private SplittableRandom random = new SplittableRandom(0);
    private boolean seeded;
    private long millis = -1;
    private int high;
    private long low;

    ThreadIds(Clock clock) {
        this.clock = clock;
    }

    /** Return a new id in the canonical form: 36 characters, lower case. */
    public static String next() {
        return SHARED.make().toString();
    }

    /** Tell whether a text has the form of an id, of any version and case. */
    static boolean isId(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return true;
    }

    synchronized UUID make() {
        if (!seeded) {
            random = new SplittableRandom(seed());
            seeded = true;
        }
        long now = clock.millis();
        if (now > millis) {
            startAt(now);
        } else {
            count();
        }
        return new UUID(millis << 16 | 0x7000L | high, Long.MIN_VALUE | low);
    }

    private void startAt(long now) {
        millis = now;
        // The top bit stays free, so that counting has room before it runs over.
        high = random.nextInt(1 << (RANDOM_HIGH_BITS - 1));
        low = random.nextLong() & LOW_MASK;
    }

    private void count() {
        low += 1 + random.nextLong(MAX_STEP);
        if (low <= LOW_MASK) {
            return;
        }
        low &= LOW_MASK;
        high++;
        if (high > HIGH_MASK) {
            startAt(millis + 1);
        }
    }

    /** The system's random numbers without the security providers, which take 50 ms and more of a cold start. */
    private static long seed() {
        if (File.separatorChar == '\\') {
            // The path would lead to a folder that anybody can make.
            return new SecureRandom().nextLong();
        }
        try (DataInputStream device = new DataInputStream(new FileInputStream("/dev/urandom"))) {
            return device.readLong();
        } catch (IOException e) {
            return new SecureRandom().nextLong();
        }
    }
}
