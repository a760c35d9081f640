package io.codex4j.exec;

import io.codex4j.api.JsonObject;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.Submission;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Run one turn of a session and show it: made before the session, so that a prompt or schema that cannot be read costs
 * no session. Used once. {@link #interrupt()} may be called from any thread.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ExecRunner {
    private static final int SUCCESS = 0;
    private static final int FAILURE = 1;
    /** How long a session may take to stop its turn before it is left. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ExecOptions options;
    private final ExecStreams streams;
    private final Output out;
    private final Output err;
    private final String prompt;
    private final Optional<JsonObject> outputSchema;

    private @Nullable Consumer<Submission> session;
    private @Nullable Thread runner;
    private boolean interrupted;

    private ExecRunner(
            ExecOptions options, ExecStreams streams, Output err, String prompt, Optional<JsonObject> outputSchema) {
        this.options = options;
        this.streams = streams;
        this.out = new Output(streams.out());
        this.err = err;
        this.prompt = prompt;
        this.outputSchema = outputSchema;
    }

    /**
     * Read the prompt and the output schema.
     *
     * @throws ExecException if one of them is missing or wrong
     */
    public static ExecRunner prepare(ExecOptions options, ExecStreams streams) throws ExecException {
        Output err = new Output(streams.err());
        Optional<JsonObject> schema = Optional.empty();
        if (options.outputSchema().isPresent()) {
            schema = Optional.of(OutputSchema.read(options.outputSchema().get()));
        }
        String prompt = PromptSource.read(options.prompt(), streams, err);
        return new ExecRunner(options, streams, err, prompt, schema);
    }

    /**
     * Take the turn and end the session.
     *
     * @param session where submissions go; it does not block
     * @param events the events of the session, from the first on
     * @return the exit code: 0 if the turn was completed, 1 if it failed or was stopped, or if its result could not be
     *     written
     */
    public int run(Consumer<Submission> session, EventSource events) {
        try (Renderer renderer = renderer()) {
            if (!begin(session)) {
                renderer.interrupted();
                return FAILURE;
            }
            try {
                return pump(session, events, renderer);
            } catch (InterruptedException e) {
                renderer.interrupted();
                Thread.currentThread().interrupt();
                return FAILURE;
            } finally {
                end();
            }
        }
    }

    /**
     * Stop the turn: the first call asks the session to, the second one leaves it, as does a session that does not
     * answer. In that case {@link #run} returns with its thread interrupted.
     */
    public synchronized void interrupt() {
        if (session == null || runner == null) {
            interrupted = true;
            return;
        }
        if (interrupted) {
            runner.interrupt();
            return;
        }
        interrupted = true;
        session.accept(new Submission.Interrupt());
        Thread.ofVirtual().name("interrupt").start(this::leaveLater);
    }

    private void leaveLater() {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (runner != null) {
                runner.interrupt();
            }
        }
    }

    private Renderer renderer() {
        return options.json() ? new JsonRenderer(out, err) : new HumanRenderer(options, prompt, streams, out, err);
    }

    private synchronized boolean begin(Consumer<Submission> target) {
        if (interrupted) {
            return false;
        }
        session = target;
        runner = Thread.currentThread();
        target.accept(new Submission.UserTurn(prompt, options.images(), outputSchema));
        return true;
    }

    private synchronized void end() {
        runner = null;
    }

    private int pump(Consumer<Submission> target, EventSource events, Renderer renderer) throws InterruptedException {
        boolean ended = false;
        boolean stopping = false;
        int exit = FAILURE;
        while (true) {
            Event event = events.next();
            if (event instanceof Event.TurnCompleted completed) {
                exit = keepLastMessage(completed.lastMessage(), renderer);
            }
            renderer.show(event);
            switch (event) {
                case Event.TurnCompleted completed -> ended = true;
                case Event.TurnFailed failed -> ended = true;
                case Event.TurnAborted aborted -> ended = true;
                case Event.SessionClosed closed -> {
                    return close(closed, ended, exit, renderer);
                }
                default -> {
                    // The turn goes on.
                }
            }
            if (!stopping && (ended || out.failure().isPresent())) {
                // Nobody reads any more, or there is nothing more to come.
                stopping = true;
                target.accept(new Submission.Shutdown());
            }
        }
    }

    private int close(Event.SessionClosed closed, boolean ended, int exit, Renderer renderer) {
        for (String warning : closed.warnings()) {
            renderer.warn(warning);
        }
        if (out.failure().isPresent()) {
            IOException failure = out.failure().get();
            if (!isBrokenPipe(failure)) {
                renderer.fail("Cannot write to standard output: " + FileProblem.reason(failure));
            }
            return FAILURE;
        }
        if (!ended) {
            renderer.fail("The session ended before its turn did.");
        }
        return exit;
    }

    /** A reader that has seen enough is no error to tell about. */
    private static boolean isBrokenPipe(IOException failure) {
        return "Broken pipe".equals(failure.getMessage());
    }

    private int keepLastMessage(Optional<String> message, Renderer renderer) {
        if (options.lastMessageFile().isEmpty()) {
            return SUCCESS;
        }
        Path file = options.lastMessageFile().get();
        try {
            LastMessageFile.write(file, message.orElse(""));
        } catch (IOException e) {
            renderer.fail("Cannot write the final message to " + file + ": " + FileProblem.reason(e));
            return FAILURE;
        }
        if (message.isEmpty()) {
            renderer.warn("there was no final message, so " + file + " is empty");
        }
        return SUCCESS;
    }
}
