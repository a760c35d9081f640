package io.codex4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.model.ModelInfo.OutputLimit;
import io.codex4j.api.model.ModelInfo.OutputLimit.Unit;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputShortenerTest {
    @Test
    void a_text_that_fits_stays_as_it_is() {
        assertEquals("a\nb\n", OutputShortener.shorten("a\nb\n", new OutputLimit(Unit.BYTES, 4)));
    }

    @Test
    void a_long_text_keeps_its_head_and_its_tail() {
        String text = "0123456789".repeat(10);
        assertEquals(
                "Total output lines: 1\n\n01234…90 chars truncated…56789",
                OutputShortener.shorten(text, new OutputLimit(Unit.BYTES, 10)));
    }

    @Test
    void tokens_are_four_bytes() {
        String text = "x".repeat(100) + "\n" + "y".repeat(99) + "\n";
        assertEquals(
                "Total output lines: 2\n\n" + "x".repeat(20) + "…40 tokens truncated…" + "y".repeat(19) + "\n",
                OutputShortener.shorten(text, new OutputLimit(Unit.TOKENS, 10)));
    }

    @Test
    void no_character_is_cut_in_two() {
        String text = "漢😀".repeat(1000);
        for (int limit = 0; limit < 40; limit++) {
            String shortened = OutputShortener.shorten(text, new OutputLimit(Unit.BYTES, limit));
            assertEquals(
                    shortened,
                    new String(shortened.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                    "limit " + limit);
            assertTrue(shortened.contains("chars truncated"), shortened);
        }
    }
}
