package io.codex4j.dist;

import static io.codex4j.testkit.Script.http;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.raw;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.testkit.CodexProcess;
import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that no server should send. */
class ProviderGarbageIT {
    private static final int MEGABYTE = 1 << 20;
    private static final long MOST_KILOBYTES = 400 << 10;

    @AutoClose
    private final World world = new World();

    @BeforeEach
    void askAgainOnce() {
        world.configure(
                config -> config.withProvider("request_max_retries = 0").withProvider("stream_max_retries = 1"));
    }

    @Test
    void survivesTextThatIsNoStream() throws Exception {
        assertFails(raw("hello, world\nthis is no stream of events\n"));
    }

    @Test
    void survivesEventsThatAreNoJson() throws Exception {
        assertFails(raw("event: response.created\ndata: {nonsense\n\nevent: x\ndata: \"x\"\n\ndata: [1]\n\n"));
    }

    @Test
    void survivesEventsOfAnotherShape() throws Exception {
        assertFails(raw("""
                event: response.output_item.done
                data: {"type":"response.output_item.done","item":"a text"}

                event: response.output_item.done
                data: {"type":"response.output_item.done","item":{"type":"message","role":7,"content":"x"}}

                event: response.completed
                data: {"type":"response.completed","response":[]}

                """));
    }

    @Test
    void survivesEventsThatAreNestedTooDeeply() throws Exception {
        assertFails(raw("data: " + "[".repeat(200_000) + "\n\n"));
        assertFails(raw("data: " + "{\"a\":".repeat(200_000) + "\n\n"));
    }

    @Test
    void survivesNumbersThatAreTooLong() throws Exception {
        assertFails(raw("data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"usage\":{\"input_tokens\":"
                + "9".repeat(5_000) + "}}}\n\n"));
    }

    @Test
    void survivesUsageThatMakesNoSense() throws Exception {
        String completed = "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"usage\":%s}}\n\n";
        for (String usage : List.of("7", "null", "{\"input_tokens\":\"many\"}", "{\"input_tokens\":-1e30}", "[]")) {
            CodexResult result = world.model(raw(completed.formatted(usage))).run("exec", "run");

            assertTrue(result.exitCode() == 0 || result.stderr().contains("ERROR: "), () -> usage + ": " + result);
        }
    }

    @Test
    void survivesAStreamThatStopsWithinAnEvent() throws Exception {
        assertFails(raw("event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r"));
    }

    @Test
    void survivesAnEmptyAnswer() throws Exception {
        assertFails(raw(""));
    }

    @Test
    void survivesNoHttpAtAll() throws Exception {
        assertFails(turn().with("raw", json("text", "SSH-2.0-OpenSSH_9.2\r\n", "head", false)));
    }

    @Test
    void goesOnReadingAfterEventsThatItDoesNotKnow() throws Exception {
        JsonObject unknown = json("type", "response.some_new_thing", "value", 7);

        CodexResult result = world.model(turn(message("ok")).with("events", List.of(unknown)))
                .run("exec", "run");

        assertEquals("ok\n", result.stdout());
    }

    @Test
    void replacesBytesThatAreNoText() throws Exception {
        byte[] text =
                ("data: {\"type\":\"response.output_item.done\",\"item\":{\"type\":\"message\",\"role\":\"assistant\","
                                + "\"content\":[{\"type\":\"output_text\",\"text\":\"a?b\"}]}}\n\n"
                                + "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\"}}\n\n")
                        .getBytes(StandardCharsets.UTF_8);
        text[new String(text, StandardCharsets.UTF_8).indexOf("a?b") + 1] = (byte) 0xff;
        String body = Base64.getEncoder().encodeToString(text);

        CodexResult result =
                world.model(turn().with("raw", json("body_base64", body))).run("exec", "run");

        assertEquals("a\ufffdb\n", result.stdout());
    }

    @Test
    void doesNotPrintAPageOfHtml() throws Exception {
        String page = "<!DOCTYPE html><html><body>" + "<p>Sign in</p>".repeat(1000) + "</body></html>";

        CodexResult result = assertFails(http(502, Map.of("Content-Type", "text/html"), page));

        assertFalse(result.stderr().contains("<p>"), result.stderr());
        assertTrue(result.stderr().contains("502"), result.stderr());
    }

    @Test
    void saysThatAnAnswerIsOfAWrongType() throws Exception {
        CodexResult result = assertFails(http(200, Map.of("Content-Type", "text/html"), "<html>Sign in</html>"));

        assertTrue(result.stderr().contains("text/html"), result.stderr());
    }

    @Test
    void survivesAnEventOfAHundredMegabytes() throws Exception {
        world.configure(config -> config.withProvider("stream_max_retries = 0"));
        JsonObject start = json("text", "data: {\"type\":\"response.output_text.delta\",\"delta\":\"");
        JsonObject middle = json("text", "x".repeat(1024), "repeat", 100 * 1024);
        JsonObject end = json("text", "\"}\n\n");
        world.model(turn().with("raw", json("parts", List.of(start, middle, end))));

        try (CodexProcess process = world.launch("exec", "run").start()) {
            long most = memoryUntilTheEnd(process);
            CodexResult result = world.end(process);

            assertEquals(1, result.exitCode(), result.stderr());
            assertFalse(result.stderr().contains("OutOfMemory"), result.stderr());
            assertTrue(result.stderr().contains("ERROR: "), result.stderr());
            assertTrue(most < MOST_KILOBYTES, () -> most + " kB of memory were used");
        }
    }

    @Test
    void survivesAHundredMegabytesOfSmallEvents() throws Exception {
        JsonObject comment = json("text", ": keep-alive " + "x".repeat(1000) + "\n\n", "repeat", 100 * 1024);
        JsonObject end = json("text", "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\"}}\n\n");
        world.model(turn().with("raw", json("parts", List.of(comment, end))));

        assertEquals(0, world.run("exec", "run").exitCode());
    }

    @Test
    void showsAnAnswerOfFiveMegabytes() throws Exception {
        world.model(turn(message("0123456789abcdef".repeat(5 * MEGABYTE / 16)).with("deltas", false)));

        CodexResult result = world.run("exec", "run");

        assertEquals(5 * MEGABYTE + 1, result.stdout().length());
    }

    /** The turn fails within one line, and a retry that gets the same ends it. */
    private CodexResult assertFails(Script.Turn turn) throws Exception {
        CodexResult result = world.play(Script.of(turn).with("after", "repeat")).run("exec", "run");

        assertEquals(1, result.exitCode(), result.stderr());
        assertEquals("", result.stdout());
        List<String> errors = result.stderr()
                .lines()
                .filter(line -> line.startsWith("ERROR: ") && !line.contains("Reconnecting"))
                .toList();
        assertEquals(1, errors.size(), result.stderr());
        assertTrue(errors.getFirst().length() < 500, errors.getFirst());
        return result;
    }

    /** Return the most memory that a process has used, in kB. */
    private static long memoryUntilTheEnd(CodexProcess process) throws InterruptedException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        long most = 0;
        while (true) {
            try {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith("VmHWM:")) {
                        most = Long.parseLong(line.replaceAll("[^0-9]", ""));
                    }
                }
            } catch (IOException e) {
                return most;
            }
            if (ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive).isEmpty()) {
                return most;
            }
            Thread.sleep(5);
        }
    }

    private static JsonObject json(Object... namesAndValues) {
        JsonObject.Builder object = JsonObject.builder();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            object.put((String) namesAndValues[index], namesAndValues[index + 1]);
        }
        return object.build();
    }
}
