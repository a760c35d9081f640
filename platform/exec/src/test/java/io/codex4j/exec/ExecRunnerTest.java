package io.codex4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.config.Config;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.Submission;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ExecRunnerTest {
    private final Fixtures.Streams streams = new Fixtures.Streams();
    private final BlockingQueue<Submission> submitted = new LinkedBlockingQueue<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    @Test
    void aCompletedTurnIsSuccess() throws ExecException {
        assertEquals(0, run(Fixtures.options(true), Fixtures.message("m", "Done."), Fixtures.completed("Done.")));
        assertEquals(
                List.of(new Submission.UserTurn("run", List.of(), Optional.empty()), new Submission.Shutdown()),
                List.copyOf(submitted));
        assertTrue(streams.out().endsWith("\"output_tokens\":656}}\n"));
        assertEquals("", streams.err());
    }

    @Test
    void imagesAndSchemaReachTheModel() throws Exception {
        Path schema = Files.writeString(folder.resolve("s.json"), "{\"type\":\"object\"}");
        ExecOptions options = new ExecOptions(
                Optional.of("look"),
                List.of(Path.of("a.png")),
                Optional.of(schema),
                Optional.empty(),
                true,
                ColorMode.AUTO,
                new Config.Display(false, false),
                "0.1.0");
        run(options, Fixtures.completed("{}"));
        Submission.UserTurn turn = (Submission.UserTurn) submitted.remove();
        assertEquals("look", turn.prompt());
        assertEquals(List.of(Path.of("a.png")), turn.images());
        assertEquals("object", turn.outputSchema().orElseThrow().string("type"));
    }

    @Test
    void aTurnThatFailsOrIsStoppedIsFailure() throws ExecException {
        assertEquals(1, run(Fixtures.options(true), Fixtures.failed("x")));
        assertEquals(1, run(Fixtures.options(true), new Event.TurnAborted("turn", Fixtures.USAGE)));
    }

    @Test
    void aSessionThatEndsBeforeItsTurnIsFailure() throws ExecException {
        assertEquals(1, run(Fixtures.options(true)));
        assertEquals("ERROR: The session ended before its turn did.\n", streams.err());
    }

    @Test
    void warningsOfTheEndAreTold() throws ExecException {
        events.add(Fixtures.completed("Done."));
        events.add(new Event.SessionClosed(List.of("the disk is full")));
        assertEquals(0, prepare(Fixtures.options(true)).run(submitted::add, events::take));
        assertEquals("warning: the disk is full\n", streams.err());
        assertEquals(1, streams.out().lines().count());
    }

    @Test
    void theLastMessageIsInItsFileBeforeTheTurnIsToldToBeDone() throws Exception {
        Path file = folder.resolve("last.txt");
        events.add(Fixtures.completed("Done."));
        ExecRunner runner = prepare(Fixtures.withLastMessage(true, file));
        Consumer<Submission> session = submission -> {
            if (submission instanceof Submission.Shutdown) {
                events.add(Fixtures.closed());
            }
        };
        assertEquals(0, runner.run(session, events::take));
        assertEquals("Done.", Files.readString(file));
    }

    @Test
    void withoutMessageTheFileIsEmptyAndThatIsSaid() throws Exception {
        Path file = folder.resolve("last.txt");
        Event completed = new Event.TurnCompleted("turn", Fixtures.USAGE, Optional.empty());
        assertEquals(0, run(Fixtures.withLastMessage(true, file), completed));
        assertEquals("", Files.readString(file));
        assertEquals("warning: there was no final message, so " + file + " is empty\n", streams.err());
    }

    @Test
    void aFailedTurnLeavesTheFileAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("last.txt"), "older");
        assertEquals(1, run(Fixtures.withLastMessage(true, file), Fixtures.failed("x")));
        assertEquals("older", Files.readString(file));
    }

    @Test
    void aLastMessageThatCannotBeWrittenIsFailure() throws ExecException {
        Path file = folder.resolve("no/last.txt");
        assertEquals(1, run(Fixtures.withLastMessage(true, file), Fixtures.completed("Done.")));
        assertEquals(
                "ERROR: Cannot write the final message to " + file + ": no such file or directory\n", streams.err());
        assertTrue(streams.out().contains("turn.completed"));
    }

    @Test
    void whatCannotBeReadIsToldBeforeThereIsASession() {
        ExecOptions options = new ExecOptions(
                Optional.of("x"),
                List.of(),
                Optional.of(folder.resolve("nope.json")),
                Optional.empty(),
                false,
                ColorMode.AUTO,
                new Config.Display(false, false),
                "0.1.0");
        assertThrows(ExecException.class, () -> prepare(options));
        assertEquals("", streams.out() + streams.err());
    }

    @Test
    void anInterruptStopsTheTurn() throws Exception {
        ExecRunner runner = prepare(Fixtures.options(false));
        Consumer<Submission> session = submission -> {
            submitted.add(submission);
            switch (submission) {
                case Submission.UserTurn turn -> Thread.ofVirtual().start(runner::interrupt);
                case Submission.Interrupt interrupt -> events.add(new Event.TurnAborted("turn", Fixtures.USAGE));
                case Submission.Shutdown shutdown -> events.add(Fixtures.closed());
            }
        };
        assertEquals(1, runner.run(session, events::take));
        assertEquals("turn interrupted\ntokens used\n1,233,656\n", streams.err());
        assertFalse(Thread.interrupted());
        assertTrue(submitted.contains(new Submission.Interrupt()));
    }

    @Test
    void aSecondInterruptLeavesASessionThatDoesNotAnswer() throws Exception {
        ExecRunner runner = prepare(Fixtures.options(false));
        CountDownLatch asked = new CountDownLatch(1);
        Consumer<Submission> session = submission -> asked.countDown();
        Thread signals = Thread.ofVirtual().start(() -> {
            try {
                asked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            runner.interrupt();
            runner.interrupt();
        });
        long start = System.nanoTime();
        assertEquals(1, runner.run(session, events::take));
        assertTrue(Thread.interrupted());
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2));
        assertEquals("turn interrupted\n", streams.err());
        signals.join();
    }

    @Test
    void aSessionThatDoesNotAnswerIsLeftAfterAWhile() throws Exception {
        ExecRunner runner = prepare(Fixtures.options(true));
        Consumer<Submission> session = submission -> {
            if (submission instanceof Submission.UserTurn) {
                Thread.ofVirtual().start(runner::interrupt);
            }
        };
        assertEquals(1, runner.run(session, events::take));
        assertTrue(Thread.interrupted());
        assertEquals("", streams.out() + streams.err());
    }

    @Test
    void anInterruptBeforeTheTurnStartsNone() throws Exception {
        ExecRunner runner = prepare(Fixtures.options(false));
        runner.interrupt();
        assertEquals(1, runner.run(submitted::add, events::take));
        assertTrue(submitted.isEmpty());
        assertEquals("turn interrupted\n", streams.err());
    }

    @Test
    void aReaderThatGoesAwayEndsTheSessionQuietly() throws Exception {
        assertEquals(1, runInto(new BrokenStream("Broken pipe", 30)));
        assertEquals("", streams.err());
        assertTrue(submitted.contains(new Submission.Shutdown()));
    }

    @Test
    void outputThatCannotBeWrittenIsTold() throws Exception {
        assertEquals(1, runInto(new BrokenStream("No space left on device", 30)));
        assertEquals("ERROR: Cannot write to standard output: No space left on device\n", streams.err());
    }

    /** Run a session that ends when it is told to, and only then. */
    private int runInto(OutputStream out) throws ExecException {
        ExecStreams broken = new ExecStreams(streams.piped().in(), out, streams.err, false, false, false, Map.of());
        events.add(Fixtures.configured());
        events.add(new Event.TurnStarted("turn"));
        ExecRunner runner = ExecRunner.prepare(Fixtures.options(true), broken);
        return runner.run(
                submission -> {
                    submitted.add(submission);
                    if (submission instanceof Submission.Shutdown) {
                        events.add(new Event.TurnAborted("turn", Fixtures.USAGE));
                        events.add(Fixtures.closed());
                    }
                },
                events::take);
    }

    private int run(ExecOptions options, Event... turn) throws ExecException {
        events.addAll(List.of(turn));
        events.add(Fixtures.closed());
        return prepare(options).run(submitted::add, events::take);
    }

    private ExecRunner prepare(ExecOptions options) throws ExecException {
        return ExecRunner.prepare(options, streams.piped());
    }

    /** Takes some bytes, then fails. */
    private static final class BrokenStream extends OutputStream {
        private final String message;
        private int room;

        BrokenStream(String message, int room) {
            this.message = message;
            this.room = room;
        }

        @Override
        public void write(int b) throws IOException {
            if (room-- <= 0) {
                throw new IOException(message);
            }
        }
    }
}
