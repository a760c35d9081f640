package io.codex4j.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class CancellationSourceTest {
    private final CancellationSource source = new CancellationSource();
    private final List<String> ran = new ArrayList<>();

    @Test
    void actions_run_once_in_order() {
        source.onCancel(() -> ran.add("first"));
        source.onCancel(() -> ran.add("second"));
        assertFalse(source.isCancelled());
        source.cancel();
        source.cancel();
        assertEquals(List.of("first", "second"), ran);
        assertTrue(source.isCancelled());
        assertThrows(CancellationException.class, source::throwIfCancelled);
    }

    @Test
    void an_action_that_comes_late_runs_at_once() {
        source.cancel();
        source.onCancel(() -> ran.add("late"));
        assertEquals(List.of("late"), ran);
    }

    @Test
    void an_action_that_was_taken_back_does_not_run() {
        try (Cancellation.Registration waiting = source.onCancel(() -> ran.add("never"))) {
            assertFalse(waiting == null);
            assertFalse(source.isCancelled());
        }
        source.cancel();
        assertEquals(List.of(), ran);
    }
}
