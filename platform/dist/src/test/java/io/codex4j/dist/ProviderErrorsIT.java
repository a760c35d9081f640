package io.codex4j.dist;

import static io.codex4j.testkit.Script.http;
import static io.codex4j.testkit.Script.httpError;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.scripted.ScenarioTurn.End;
import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Script;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What happens when the provider says no, says nothing, or goes away: what is asked again, and what is shown. */
class ProviderErrorsIT {
    private static final Script.Turn OK = turn(message("ok"));

    @AutoClose
    private final World world = new World();

    @Test
    void showsBadRequestsAtOnce() throws Exception {
        assertFailsAtOnce(httpError(400, "this model wants no tools"), "400", "this model wants no tools");
    }

    @Test
    void showsWrongKeysAtOnce() throws Exception {
        assertFailsAtOnce(httpError(401, "Incorrect API key provided"), "401", "Incorrect API key provided");
    }

    @Test
    void showsWrongAddressesAtOnce() throws Exception {
        assertFailsAtOnce(httpError(404, "no such thing"), "404", "/v1/responses");
    }

    @Test
    void doesNotFollowRedirects() throws Exception {
        assertFailsAtOnce(http(302, Map.of("Location", "http://127.0.0.1:1/elsewhere"), ""), "302", "/elsewhere");
    }

    @Test
    void showsConversationsThatAreTooLongAtOnce() throws Exception {
        assertFailsAtOnce(turn().failure("context_length_exceeded", "too long"), "context window", "new");
    }

    @Test
    void showsQuotasAtOnce() throws Exception {
        assertFailsAtOnce(turn().failure("insufficient_quota", "spent"), "billing", "plan");
    }

    @Test
    void waitsAsLongAsTheServerAsks() throws Exception {
        Map<String, Object> body =
                Map.of("error", Map.of("message", "Rate limit reached", "code", "rate_limit_exceeded"));
        world.model(http(429, Map.of("Retry-After", "2"), body), OK);
        long start = System.nanoTime();

        CodexResult result = world.run("exec", "--json", "run");

        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis >= 2_000, () -> "only " + millis + " ms");
        assertRetriedOnce(result);
    }

    @Test
    void waitsAsLongAsTheStreamAsks() throws Exception {
        world.model(turn().failure("rate_limit_exceeded", "Slow down. Please try again in 1.2s."), OK);
        long start = System.nanoTime();

        CodexResult result = world.run("exec", "--json", "run");

        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis >= 1_200, () -> "only " + millis + " ms");
        assertRetriedOnce(result);
    }

    @Test
    void asksAgainSilentlyWhileTheServerFails() throws Exception {
        world.model(httpError(500, "oops"), httpError(503, "oops"), OK);

        CodexResult result = world.run("exec", "--json", "run");

        assertEquals(List.of(), messages(result));
        assertTrue(result.stdout().contains("\"text\":\"ok\""), result.stdout());
        assertEquals(3, world.server().generations().size());
    }

    @Test
    void givesUpOnAServerThatGoesOnFailing() throws Exception {
        world.configure(config -> config.withProvider("request_max_retries = 1").withProvider("stream_max_retries = 1"))
                .play(Script.of(httpError(500, "oops")).with("after", "repeat"));

        CodexResult result = world.run("exec", "--json", "run");

        assertFailed(result, "500", "oops");
        assertTrue(messages(result).getFirst().startsWith("Reconnecting... 1/1"), result.stdout());
        assertEquals(4, world.server().generations().size());
    }

    @Test
    void asksAgainWhenTheConnectionCloses() throws Exception {
        world.model(turn(message("partial answer text")).end(End.DISCONNECT, 6), OK);

        assertRetriedOnce(world.run("exec", "--json", "run"));
    }

    @Test
    void asksAgainWhenTheConnectionIsReset() throws Exception {
        world.model(turn(message("partial answer text")).end(End.RESET, 6), OK);

        assertRetriedOnce(world.run("exec", "--json", "run"));
    }

    @Test
    void asksAgainWhenTheStreamEndsTooEarly() throws Exception {
        world.model(turn(message("partial answer text")).end(End.NONE), OK);

        CodexResult result = world.run("exec", "--json", "run");

        assertTrue(messages(result).getFirst().startsWith("Reconnecting... 1/5"), result.stdout());
        assertEquals(2, world.server().generations().size());
    }

    @Test
    void asksAgainWhenTheServerReportsThatItFailed() throws Exception {
        world.model(turn().failure("server_error", "oops"), OK);

        CodexResult result = world.run("exec", "--json", "run");

        assertTrue(messages(result).getFirst().contains("oops"), result.stdout());
        assertRetriedOnce(result);
    }

    @Test
    void asksAgainWhenNothingComes() throws Exception {
        world.configure(config ->
                        config.withProvider("stream_max_retries = 1").withProvider("stream_idle_timeout_ms = 400"))
                .play(Script.of(turn(message("partial")).end(End.STALL, 4)).with("after", "repeat"));

        CodexResult result = world.run("exec", "--json", "run");

        assertFailed(result, "400 ms");
        assertEquals(2, world.server().generations().size());
    }

    @Test
    void asksAgainWhenTheServerDoesNotEvenBegin() throws Exception {
        world.configure(config ->
                        config.withProvider("stream_max_retries = 1").withProvider("stream_idle_timeout_ms = 400"))
                .play(Script.of(OK.with("delay_ms", 60_000)).with("after", "repeat"));

        assertFailed(world.run("exec", "--json", "run"), "400 ms");
    }

    @Test
    void runsToolsOnceAlthoughItAsksAgain() throws Exception {
        Script.Item call = Script.functionCall("exec_command", Map.of("cmd", "echo x >> ran"));
        world.model(turn(call).end(End.NONE), turn(call), OK);

        world.run("exec", "--full-auto", "run");

        assertEquals("x\n", world.workspace().read("ran"));
    }

    @Test
    void tellsWhyAnAnswerIsIncomplete() throws Exception {
        world.configure(config -> config.withProvider("stream_max_retries = 1"))
                .play(Script.of(turn(message("cut")).end(End.INCOMPLETE)).with("after", "repeat"));

        assertFailed(world.run("exec", "--json", "run"), "max_output_tokens");
    }

    @Test
    void givesUpWhereNobodyAnswers() throws Exception {
        world.configure(
                config -> config.withProvider("request_max_retries = 1").withProvider("stream_max_retries = 1"));
        world.server().close();

        CodexResult result = world.run("exec", "--json", "run");

        assertFailed(result, world.server().baseUrl());
        assertTrue(messages(result).getFirst().startsWith("Reconnecting... 1/1"), result.stdout());
    }

    @Test
    void asksForTheKeyThatIsMissing() throws Exception {
        world.configure(config -> config.withProvider("env_key = \"MOCK_KEY\"")
                .withProvider("env_key_instructions = \"Get one at the desk.\""));

        CodexResult result = world.run("exec", "--json", "run");

        assertFailed(result, "MOCK_KEY", "Get one at the desk.");
        assertEquals(List.of(), world.server().requests());
    }

    @Test
    void refusesAProviderThatIsNotThere() throws Exception {
        CodexResult result = world.run("exec", "-c", "model_provider=nope", "run");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("nope"), result.stderr());
        assertEquals("", result.stdout());
    }

    @Test
    void printsAnErrorForPeopleOnStandardErrorOnly() throws Exception {
        CodexResult result = world.model(httpError(400, "no tools")).run("exec", "run");

        assertEquals("", result.stdout());
        assertTrue(
                result.stderr().lines().anyMatch(line -> line.startsWith("ERROR: ") && line.contains("no tools")),
                result.stderr());
        assertEquals(1, result.exitCode());
    }

    private void assertFailsAtOnce(Script.Turn turn, String... parts) throws Exception {
        CodexResult result = world.model(turn, OK).run("exec", "--json", "run");

        assertFailed(result, parts);
        assertEquals(1, world.server().generations().size(), "it was asked again");
    }

    /** The last two events tell of the failure in the same words. */
    private static void assertFailed(CodexResult result, String... parts) {
        assertEquals(1, result.exitCode());
        List<JsonObject> events = result.events();
        JsonObject last = events.getLast();
        assertEquals("turn.failed", last.string("type"), result.stdout());
        String text = last.object("error").string("message");
        JsonObject error = events.get(events.size() - 2);
        assertEquals("error", error.string("type"), result.stdout());
        assertEquals(text, error.string("message"));
        for (String part : parts) {
            assertTrue(text.contains(part), () -> "no \"" + part + "\" in: " + text);
        }
    }

    private void assertRetriedOnce(CodexResult result) {
        assertEquals(0, result.exitCode(), result.stdout());
        assertEquals(1, messages(result).size(), result.stdout());
        assertTrue(messages(result).getFirst().startsWith("Reconnecting... 1/5"), result.stdout());
        assertTrue(result.stdout().contains("\"text\":\"ok\""), result.stdout());
        assertEquals(2, world.server().generations().size());
    }

    private static List<String> messages(CodexResult result) {
        return result.events().stream()
                .filter(event -> event.string("type").equals("error"))
                .map(event -> event.string("message"))
                .toList();
    }
}
