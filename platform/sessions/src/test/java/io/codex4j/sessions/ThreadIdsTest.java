package io.codex4j.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ThreadIdsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:50:08.036Z");

    @Test
    void anIdCarriesVersionVariantAndTime() {
        UUID id = new ThreadIds(Clock.fixed(NOW, ZoneOffset.UTC)).make();
        assertEquals(7, id.version());
        assertEquals(2, id.variant());
        assertEquals(NOW.toEpochMilli(), id.getMostSignificantBits() >>> 16);
        assertTrue(ThreadIds.isId(id.toString()));
    }

    @Test
    void idsGrowWithinOneMillisecond() {
        ThreadIds ids = new ThreadIds(Clock.fixed(NOW, ZoneOffset.UTC));
        String last = "";
        for (int i = 0; i < 100_000; i++) {
            String id = ids.make().toString();
            assertTrue(id.compareTo(last) > 0, () -> "not growing: " + id);
            last = id;
        }
    }

    @Test
    void idsGrowWhenTheClockIsSetBack() {
        SteppedClock clock = new SteppedClock(NOW);
        ThreadIds ids = new ThreadIds(clock);
        String first = ids.make().toString();
        clock.now = NOW.minusSeconds(3600);
        assertTrue(ids.make().toString().compareTo(first) > 0);
    }

    @Test
    void generatorsOfTheSameMillisecondDiffer() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        assertFalse(new ThreadIds(clock).make().equals(new ThreadIds(clock).make()));
    }

    @Test
    void threadsNeverGetTheSameId() throws InterruptedException {
        Set<String> all = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; n < 2_000; n++) {
                    all.add(ThreadIds.next());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(16_000, all.size());
    }

    @Test
    void anIdIsToldFromAName() {
        assertTrue(ThreadIds.isId("01A20874-E3C3-7443-93c1-53b7b147ed50"));
        assertFalse(ThreadIds.isId("01a20874-e3c3-7443-93c1-53b7b147ed5"));
        assertFalse(ThreadIds.isId("01a20874xe3c3-7443-93c1-53b7b147ed50"));
        assertFalse(ThreadIds.isId("01a20874-e3c3-7443-93c1-53b7b147ed5g"));
        assertFalse(ThreadIds.isId("my session"));
    }

    private static final class SteppedClock extends Clock {
        private Instant now;

        SteppedClock(Instant now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
