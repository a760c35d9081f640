package io.codex4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.api.tool.ToolActivity.StepStatus;
import io.codex4j.config.Config;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.ThreadItem;
import io.codex4j.protocol.ThreadItem.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HumanRendererTest {
    private static final Config.Display PLAIN = new Config.Display(false, false);

    private final Fixtures.Streams streams = new Fixtures.Streams();

    @Test
    void aWholeTurnIsShownOnAPipe() {
        show(
                piped(),
                Fixtures.configured(),
                new Event.TurnStarted("turn"),
                new Event.Warning("look out"),
                new Event.ItemCompleted(
                        new ThreadItem.Reasoning("r", List.of("**Look**\n\nabout", "Second"), List.of("raw"))),
                Fixtures.message("m1", "I'll run it."),
                Fixtures.commandStarted("c1", "echo out"),
                Fixtures.commandCompleted("c1", "echo out", "out\n", 0),
                new Event.ItemStarted(Fixtures.search(JsonObject.empty())),
                new Event.ItemCompleted(Fixtures.search(Fixtures.searchFor("java 25"))),
                Fixtures.commandStarted("c2", "exit 3"),
                Fixtures.commandCompleted("c2", "exit 3", "", 3),
                new Event.ItemStarted(Fixtures.plan("why", StepStatus.IN_PROGRESS, StepStatus.PENDING)),
                new Event.ItemUpdated(Fixtures.plan("", StepStatus.COMPLETED, StepStatus.PENDING)),
                new Event.ItemStarted(Fixtures.changes(Status.IN_PROGRESS, "")),
                new Event.ItemCompleted(
                        Fixtures.changes(Status.COMPLETED, "diff --git a/a.txt b/a.txt\n@@ -1 +1 @@\n-old\n+new\n")),
                new Event.ItemStarted(Fixtures.remoteCall(Optional.empty(), Optional.empty(), Status.IN_PROGRESS)),
                new Event.ItemCompleted(
                        Fixtures.remoteCall(Optional.of(JsonObject.empty()), Optional.empty(), Status.COMPLETED)),
                new Event.ItemCompleted(Fixtures.remoteCall(Optional.empty(), Optional.of("refused"), Status.FAILED)),
                new Event.Reconnecting(1, 5, "stream closed"),
                Fixtures.message("m2", "Done."),
                new Event.ItemCompleted(Fixtures.plan("", StepStatus.COMPLETED, StepStatus.PENDING)),
                Fixtures.completed("Done."),
                Fixtures.closed());
        assertEquals("""
                Codex4j v0.1.0
                --------
                workdir: /w
                model: gpt-5.4
                provider: mock
                approval: never
                sandbox: workspace-write [workdir, /tmp, $TMPDIR]
                reasoning effort: none
                reasoning summaries: auto
                session id: 01a20874-e3c3-7443-93c1-53b7b147ed50
                --------
                user
                run
                warning: look out
                **Look**

                about
                Second
                codex
                I'll run it.
                exec
                /bin/bash -lc 'echo out' in /w
                 succeeded in 1398ms:
                out

                web search:\s
                web search: java 25
                exec
                /bin/bash -lc 'exit 3' in /w
                 exited 3 in 1398ms:
                why
                  → one
                  • two
                  ✓ one
                  • two
                apply patch
                patch: completed
                /w/new.txt
                /w/a.txt
                /w/b.txt
                diff --git a/a.txt b/a.txt
                @@ -1 +1 @@
                -old
                +new

                mcp: tiny/echo started
                mcp: tiny/echo (completed)
                mcp: tiny/echo (failed)
                refused
                ERROR: Reconnecting... 1/5 (stream closed)
                codex
                Done.
                tokens used
                1,233,656
                """, streams.err());
        assertEquals("Done.\n", streams.out());
    }

    @Test
    void commandsThatRunAtTheSameTimeKeepTheirResultsApart() {
        show(
                piped(),
                Fixtures.commandStarted("c1", "one"),
                Fixtures.commandStarted("c2", "two"),
                Fixtures.commandCompleted("c1", "one", "1\n", 0),
                Fixtures.commandCompleted("c2", "two", "2", 0));
        assertEquals("""
                exec
                /bin/bash -lc one in /w
                exec
                /bin/bash -lc two in /w
                exec
                /bin/bash -lc one in /w
                 succeeded in 1398ms:
                1

                exec
                /bin/bash -lc two in /w
                 succeeded in 1398ms:
                2
                """, streams.err());
    }

    @Test
    void aCommandWithoutExitCodeHasFailed() {
        show(piped(), new Event.ItemCompleted(Fixtures.command("c", "x", "", OptionalInt.empty(), Status.FAILED)));
        assertTrue(streams.err().endsWith("\n failed in 1398ms:\n"), streams.err());
    }

    @Test
    void thoughtsAreShownAsTheConfigurationSays() {
        Event thoughts = new Event.ItemCompleted(new ThreadItem.Reasoning("r", List.of("summary"), List.of("raw")));
        Event noRaw = new Event.ItemCompleted(new ThreadItem.Reasoning("r", List.of("summary"), List.of()));
        show(renderer(new Config.Display(true, true), ColorMode.AUTO, streams.piped()), thoughts);
        assertEquals("", streams.err());
        show(renderer(new Config.Display(false, true), ColorMode.AUTO, streams.piped()), thoughts, noRaw);
        assertEquals("raw\nsummary\n", streams.err());
    }

    @Test
    void aLongDiffIsCut() {
        String diff = "+line\n".repeat(1_000);
        show(piped(), new Event.ItemCompleted(Fixtures.changes(Status.COMPLETED, diff)));
        List<String> lines = streams.err().lines().toList();
        assertEquals("… 800 more lines of this diff are not shown", lines.get(lines.size() - 2));
        assertEquals(200, lines.stream().filter("+line"::equals).count());
    }

    @Test
    void aFailedTurnTellsItsErrorOnce() {
        show(piped(), Fixtures.failed("no quota"));
        assertEquals("ERROR: no quota\ntokens used\n1,233,656\n", streams.err());
        assertEquals("", streams.out());
    }

    @Test
    void aStoppedTurnSaysSo() {
        show(piped(), new Event.TurnAborted("turn", Fixtures.USAGE));
        assertEquals("turn interrupted\ntokens used\n1,233,656\n", streams.err());
    }

    @Test
    void aTurnWithoutMessageLeavesStandardOutputEmpty() {
        show(piped(), new Event.TurnCompleted("turn", Fixtures.USAGE, Optional.empty()));
        assertEquals("", streams.out());
    }

    @Test
    void aTerminalGetsColorsAndTheFinalMessageOnce() {
        show(
                terminal(Map.of("TERM", "xterm")),
                Fixtures.commandStarted("c", "true"),
                Fixtures.commandCompleted("c", "true", "", 0),
                Fixtures.message("m", "Done."),
                Fixtures.completed("Done."));
        assertEquals(
                "\u001b[35;3mexec\u001b[0m\n\u001b[1m/bin/bash -lc true\u001b[0m in /w\n"
                        + "\u001b[32m succeeded in 1398ms:\u001b[0m\n"
                        + "\u001b[35;3mcodex\u001b[0m\nDone.\n\u001b[2mtokens used\u001b[0m\n1,233,656\n",
                streams.err());
        assertEquals("", streams.out());
    }

    @Test
    void colorsAreLeftOutWhereTheyAreNotWanted() {
        Event event = new Event.Warning("w");
        show(terminal(Map.of("NO_COLOR", "1")), event);
        show(terminal(Map.of("TERM", "dumb")), event);
        show(renderer(PLAIN, ColorMode.NEVER, streams.with(true, Map.of())), event);
        assertEquals("warning: w\n".repeat(3), streams.err());
        streams.err.reset();
        show(terminal(Map.of("NO_COLOR", "")), event);
        show(renderer(PLAIN, ColorMode.ALWAYS, streams.with(false, Map.of("NO_COLOR", "1"))), event);
        assertEquals("\u001b[33;1mwarning:\u001b[0m w\n".repeat(2), streams.err());
    }

    @Test
    void nothingThatOthersWroteSteersTheTerminal() {
        String hostile = "\u001b]0;title\u0007\u001b[2J\u009b31m\u007f\b";
        ExecOptions options = Fixtures.options(false, ColorMode.NEVER, PLAIN);
        ExecStreams terminal = streams.with(true, Map.of());
        try (HumanRenderer renderer =
                new HumanRenderer(options, hostile, terminal, new Output(streams.out), new Output(streams.err))) {
            show(
                    renderer,
                    Fixtures.configured(),
                    Fixtures.message("m", hostile),
                    new Event.ItemCompleted(new ThreadItem.Reasoning("r", List.of(hostile), List.of())),
                    Fixtures.commandStarted("c", hostile),
                    Fixtures.commandCompleted("c", hostile, hostile, 1),
                    new Event.ItemCompleted(Fixtures.changes(Status.COMPLETED, "+" + hostile)),
                    new Event.ItemCompleted(Fixtures.remoteCall(Optional.empty(), Optional.of(hostile), Status.FAILED)),
                    new Event.ItemCompleted(Fixtures.search(Fixtures.searchFor(hostile))),
                    new Event.Warning(hostile),
                    Fixtures.failed(hostile));
        }
        String shown = streams.err();
        assertFalse(shown.chars().anyMatch(c -> c < ' ' && c != '\n' || c >= 0x7f && c < 0xa0), shown);
        assertTrue(shown.contains("␛]0;title␇␛[2J"), shown);
    }

    @Test
    void whatGoesIntoAPipeIsLeftAsItIs() {
        String text = "\u001b[31mred\u001b[0m\r\n";
        show(piped(), Fixtures.message("m", text), Fixtures.completed(text));
        assertEquals(text + "\n", streams.out());
        assertTrue(streams.err().contains(text));
    }

    @Test
    void theFinalMessageIsMadeSafeWhereOnlyStandardOutputIsATerminal() {
        ExecStreams mixed =
                new ExecStreams(streams.piped().in(), streams.out, streams.err, false, true, false, Map.of());
        show(renderer(PLAIN, ColorMode.AUTO, mixed), Fixtures.completed("\u001b[2Jx"));
        assertEquals("␛[2Jx\n", streams.out());
    }

    @Test
    void manySmallPiecesCostNothing() {
        HumanRenderer renderer = piped();
        Event piece = new Event.MessageDelta("m", "x".repeat(32));
        for (int i = 0; i < 200_000; i++) {
            renderer.show(piece);
        }
        assertEquals("", streams.err() + streams.out());
    }

    private HumanRenderer piped() {
        return renderer(PLAIN, ColorMode.AUTO, streams.piped());
    }

    private HumanRenderer terminal(Map<String, String> environment) {
        return renderer(PLAIN, ColorMode.AUTO, streams.with(true, environment));
    }

    private HumanRenderer renderer(Config.Display display, ColorMode color, ExecStreams target) {
        return new HumanRenderer(
                Fixtures.options(false, color, display),
                "run",
                target,
                new Output(streams.out),
                new Output(streams.err));
    }

    private static void show(HumanRenderer renderer, Event... events) {
        for (Event event : events) {
            renderer.show(event);
        }
    }
}
