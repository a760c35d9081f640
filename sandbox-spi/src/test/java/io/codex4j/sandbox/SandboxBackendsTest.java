package io.codex4j.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxBackendsTest {
    /** A backend that answers what it was made with. */
    private static final class Fixed implements SandboxBackend {
        private final String name;
        private final int priority;
        private final Availability availability;
        private final Optional<String> refusal;
        private boolean probed;

        private Fixed(String name, int priority, Availability availability, Optional<String> refusal) {
            this.name = name;
            this.priority = priority;
            this.availability = availability;
            this.refusal = refusal;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int priority() {
            return priority;
        }

        @Override
        public Availability probe() {
            probed = true;
            return availability;
        }

        @Override
        public Optional<String> refusal(SandboxPolicy policy) {
            return refusal;
        }

        @Override
        public SandboxedProcess start(SandboxCommand command, SandboxPolicy policy) throws SandboxException {
            throw new SandboxException(SandboxException.Reason.SETUP_FAILED, "it starts nothing");
        }
    }

    private static Fixed full(String name, int priority) {
        return new Fixed(name, priority, Availability.FULL, Optional.empty());
    }

    private static Fixed weaker(String name, int priority) {
        return new Fixed(name, priority, Availability.weaker(List.of("less with " + name)), Optional.empty());
    }

    private static Fixed absent(String name, int priority) {
        return new Fixed(name, priority, Availability.unavailable("no " + name + " here"), Optional.empty());
    }

    private static Fixed refusing(String name, int priority) {
        return new Fixed(name, priority, Availability.FULL, Optional.of("not with " + name));
    }

    private static SandboxBackends.Choice choose(SandboxBackend... backends) throws SandboxException {
        return SandboxBackends.choose(List.of(backends), SandboxPolicy.readOnly());
    }

    @Test
    void takesTheHighestPriority() throws SandboxException {
        SandboxBackend high = full("high", 9);
        SandboxBackends.Choice choice = choose(full("low", 1), high, full("middle", 5));
        assertEquals(high, choice.backend());
        assertEquals(List.of(), choice.warnings());
    }

    @Test
    void doesNotProbeWhatItDoesNotNeed() throws SandboxException {
        Fixed low = full("low", 1);
        Fixed refusing = refusing("refusing", 20);
        choose(low, full("high", 9), refusing);
        assertFalse(low.probed);
        assertFalse(refusing.probed);
    }

    @Test
    void prefersAFullOneToAWeakerOneOfHigherPriority() throws SandboxException {
        SandboxBackend low = full("low", 1);
        assertEquals(low, choose(weaker("high", 9), low).backend());
    }

    @Test
    void takesTheFirstWeakerOneWithItsWarnings() throws SandboxException {
        SandboxBackend first = weaker("first", 9);
        SandboxBackends.Choice choice = choose(weaker("second", 5), first, absent("third", 20), refusing("fourth", 30));
        assertEquals(first, choice.backend());
        assertEquals(List.of("less with first"), choice.warnings());
    }

    @Test
    void saysOfEachWhyItCannot() {
        SandboxException failure =
                assertThrows(SandboxException.class, () -> choose(absent("one", 1), refusing("two", 2)));
        assertEquals(SandboxException.Reason.UNENFORCEABLE, failure.reason());
        assertTrue(failure.getMessage().contains("one: no one here"), failure.getMessage());
        assertTrue(failure.getMessage().contains("two: not with two"), failure.getMessage());
    }

    @Test
    void saysThatThereIsNone() {
        SandboxException failure = assertThrows(SandboxException.class, SandboxBackendsTest::choose);
        assertEquals(SandboxException.Reason.UNENFORCEABLE, failure.reason());
        assertEquals("no sandbox backend is installed", failure.getMessage());
    }
}
