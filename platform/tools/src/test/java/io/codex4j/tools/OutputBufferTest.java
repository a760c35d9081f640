package io.codex4j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputBufferTest {
    private static void append(OutputBuffer buffer, byte[] bytes) {
        buffer.append(bytes, 0, bytes.length);
    }

    @Test
    void keepsAllThatFits() {
        OutputBuffer buffer = new OutputBuffer();
        String text = "é".repeat(OutputBuffer.CAPACITY / 2);
        append(buffer, text.getBytes(StandardCharsets.UTF_8));
        assertEquals(text, buffer.text());
        assertEquals(OutputBuffer.CAPACITY, buffer.size());
    }

    @Test
    void leavesOutTheMiddleAndSaysHowMuch() {
        OutputBuffer buffer = new OutputBuffer();
        append(buffer, "first ".getBytes(StandardCharsets.UTF_8));
        byte[] filler = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1000; i++) {
            append(buffer, filler);
        }
        append(buffer, " last".getBytes(StandardCharsets.UTF_8));
        String text = buffer.text();
        assertTrue(text.startsWith("first "));
        assertTrue(text.endsWith(" last"));
        long omitted = 10_000_011L - OutputBuffer.CAPACITY;
        assertTrue(text.contains("\n... " + omitted + " bytes omitted ...\n"));
        assertEquals(10_000_011L, buffer.size());
    }

    @Test
    void doesNotCutThroughCharacters() {
        for (int shift = 0; shift < 4; shift++) {
            OutputBuffer buffer = new OutputBuffer();
            append(buffer, "a".repeat(shift).getBytes(StandardCharsets.UTF_8));
            append(buffer, "😀".repeat(OutputBuffer.CAPACITY / 2).getBytes(StandardCharsets.UTF_8));
            append(buffer, "b".repeat(3 - shift).getBytes(StandardCharsets.UTF_8));
            assertFalse(buffer.text().contains("\ufffd"), "shift " + shift);
        }
    }

    @Test
    void piecesOfAnySizeGiveTheSameTail() {
        Random random = new Random(1);
        byte[] bytes = new byte[3 * OutputBuffer.CAPACITY];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(26));
        }
        OutputBuffer pieces = new OutputBuffer();
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, random.nextInt(700_000));
            pieces.append(bytes, at, length);
            at += length;
        }
        OutputBuffer whole = new OutputBuffer();
        append(whole, bytes);
        assertEquals(whole.text(), pieces.text());
        assertTrue(whole.text().endsWith(new String(bytes, bytes.length - 1000, 1000, StandardCharsets.US_ASCII)));
    }

    @Test
    void findsWhereCharactersEnd() {
        byte[] bytes = "aé€😀".getBytes(StandardCharsets.UTF_8);
        int[] complete = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
        for (int length = 0; length <= bytes.length; length++) {
            assertEquals(complete[length], Utf8.completeLength(bytes, length), "length " + length);
        }
        assertEquals(3, Utf8.completeLength(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80}, 3));
        assertEquals(1, Utf8.completeLength(new byte[] {(byte) 0xff}, 1));
    }
}
