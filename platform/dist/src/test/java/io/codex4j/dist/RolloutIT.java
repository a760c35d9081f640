package io.codex4j.dist;

import static io.codex4j.testkit.Script.customCall;
import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.reasoning;
import static io.codex4j.testkit.Script.turn;
import static io.codex4j.testkit.Script.webSearch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The file that a session leaves behind. */
class RolloutIT {
    private static final Script.Turn DONE = turn(message("Done."));
    /** Enough for some lines, too little for the long one of the tests below. */
    private static final int SMALL_KILOBYTES = 64;

    private static final Script.Turn LONG =
            turn(message("x".repeat(200_000)), functionCall("exec_command", Map.of("cmd", "echo hi")));

    @AutoClose
    private final World world = new World();

    @Test
    void isNamedByLocalTimeAndThread() throws Exception {
        CodexResult result =
                world.model(DONE).run(world.launch("exec", "--json", "run").environment("TZ", "Pacific/Kiritimati"));

        String thread = result.events().getFirst().string("thread_id");
        LocalDate today = LocalDate.now(ZoneId.of("Pacific/Kiritimati"));
        String name = world.workspace().codexHome().relativize(world.rollout()).toString();
        String expected = "sessions/%1$tY/%1$tm/%1$td/rollout-%1$tF".formatted(today) + "T[0-9]{2}-[0-9]{2}-[0-9]{2}-"
                + thread + "\\.jsonl";
        assertTrue(name.matches(expected), () -> name + " is not like " + expected);
    }

    @Test
    void canBeReadByItsOwnerOnly() throws Exception {
        world.model(DONE).run("exec", "run");

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(world.rollout())));
        Path folder = world.workspace().codexHome().resolve("sessions");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    }

    @Test
    void beginsWithTheSessionAndItsContext() throws Exception {
        world.model(DONE).run("exec", "run");

        assertEquals(
                List.of(
                        "session_meta",
                        "event_msg task_started",
                        "response_item message developer",
                        "response_item message user",
                        "turn_context",
                        "response_item message user",
                        "event_msg user_message"),
                world.rolloutLines().subList(0, 7).stream().map(RolloutIT::kind).toList());
    }

    @Test
    void saysWhereTheSessionWas() throws Exception {
        world.model(DONE).run("exec", "run");

        JsonObject meta = world.rolloutLines().getFirst().object("payload");
        assertEquals(world.workspace().root().toString(), meta.string("cwd"));
        assertEquals("codex_exec", meta.string("originator"));
        assertEquals("exec", meta.string("source"));
        assertEquals("mock", meta.string("model_provider"));
        assertEquals(
                world.workspace().git("rev-parse", "HEAD").strip(),
                meta.object("git").string("commit_hash"));
        assertEquals("main", meta.object("git").string("branch"));
    }

    @Test
    void endsWithTheLastMessage() throws Exception {
        world.model(DONE).run("exec", "run");

        JsonObject last = world.rolloutLines().getLast().object("payload");
        assertEquals("task_complete", last.string("type"));
        assertEquals("Done.", last.string("last_agent_message"));
    }

    @Test
    void stampsEachLineWithMilliseconds() throws Exception {
        world.model(DONE).run("exec", "run");

        for (JsonObject line : world.rolloutLines()) {
            String time = line.string("timestamp");
            assertTrue(time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"), time);
        }
    }

    @Test
    void holdsExactlyWhatTheModelWasSent() throws Exception {
        world.configure(config -> config.withModel("gpt-5.4"))
                .model(
                        turn(
                                reasoning("Thinking").with("encrypted", "ENC=="),
                                message("Looking.").with("phase", "commentary"),
                                functionCall("exec_command", Map.of("cmd", "printf 'ä\\n\\t'"))),
                        turn(webSearch("java 25"), customCall("apply_patch", "nonsense")),
                        DONE);
        world.run("exec", "run");

        List<JsonObject> sent = world.lastRequest().objects("input");
        List<JsonObject> recorded = world.rolloutLines().stream()
                .filter(line -> line.string("type").equals("response_item"))
                .map(line -> line.object("payload"))
                .toList();
        assertEquals(sent, recorded.subList(0, sent.size()));
        assertEquals(sent.size() + 1, recorded.size(), "only the answer to the last request comes behind it");
    }

    @Test
    void isWholeAfterATurnThatFailed() throws Exception {
        world.model(Script.httpError(400, "no")).run("exec", "run");

        assertTrue(world.rolloutLines().size() > 6, "lines were lost");
    }

    @Test
    void staysWholeWhereFilesMayNotGrow() throws Exception {
        world.model(LONG, DONE);

        CodexResult result = world.shell("ulimit -f " + SMALL_KILOBYTES + "; exec \"$CODEX\" exec run");

        assertTurnWentOn(result);
        assertFalse(world.rolloutLines().isEmpty(), "nothing was recorded");
    }

    @Test
    void staysWholeOnAFullDisk() throws Exception {
        String mount = "mkdir \"$CODEX_HOME/sessions\" && mount -t tmpfs -o size=" + SMALL_KILOBYTES
                + "k none \"$CODEX_HOME/sessions\"";
        String copy = "cp -r \"$CODEX_HOME/sessions\" \"$CODEX_HOME/copy\"";
        assertTrue(
                ShellScript.run(world.workspace(), "unshare -rm true").exitCode() == 0,
                "needs user namespaces to make a disk that is full");
        world.model(LONG, DONE);

        CodexResult result = world.shell(
                "unshare -rm sh -c '" + mount + "; \"$CODEX\" exec --yolo run; status=$?; " + copy + "; exit $status'");

        assertTurnWentOn(result);
        Path copied = world.workspace().codexHome().resolve("copy");
        try (Stream<Path> files = Files.walk(copied)) {
            Path rollout = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            assertFalse(World.lines(rollout).isEmpty(), "nothing was recorded");
        }
    }

    @Test
    void isMissedOnlyOnceWhereItCannotBeWritten() throws Exception {
        world.workspace().writeHome("sessions", "this is no folder");

        assertTurnWentOn(world.model(LONG, DONE).run("exec", "run"));
    }

    /** One warning, and all the rest as ever. */
    private void assertTurnWentOn(CodexResult result) {
        assertEquals(0, result.exitCode(), result.stderr());
        assertEquals("Done.\n", result.stdout());
        assertTrue(world.toolOutput().endsWith("Output:\nhi\n"), world.toolOutput());
        List<String> warnings = result.stderr()
                .lines()
                .filter(line -> line.contains("no longer recorded"))
                .toList();
        assertEquals(1, warnings.size(), result.stderr());
        assertTrue(warnings.getFirst().contains("sessions"), warnings.getFirst());
    }

    private static String kind(JsonObject line) {
        JsonObject payload = line.object("payload");
        StringBuilder kind = new StringBuilder(line.string("type"));
        if (!line.string("type").equals("turn_context")) {
            payload.findString("type").ifPresent(type -> kind.append(' ').append(type));
            payload.findString("role").ifPresent(role -> kind.append(' ').append(role));
        }
        return kind.toString();
    }
}
