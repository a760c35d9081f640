package io.codex4j.engine;

import io.codex4j.api.CancellationSource;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.Submission;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apiguardian.api.API;

/**
 * Talk with the agent: the one door of the engine. Safe for use by several threads.
 *
 * <p>Submissions are worked off one after the other on a thread of the session; {@link Submission.Interrupt} and {@link
 * Submission.Shutdown} take effect at once. Events are read by one thread, with {@link #next()}.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Session implements AutoCloseable {
    private final SessionState state;
    private final BlockingQueue<Submission> submissions = new LinkedBlockingQueue<>();
    private final Thread worker;
    private Optional<CancellationSource> turn = Optional.empty();
    private boolean closing;
    private boolean interruptNext;

    private Session(SessionState state) {
        this.state = state;
        this.worker = Thread.ofVirtual().name("session-" + state.threadId()).unstarted(this::work);
    }

    /**
     * Start a session; its first event is {@link Event.SessionConfigured}.
     *
     * @throws SessionException if the provider is not known, or the session to resume cannot be read
     */
    public static Session start(SessionRequest request) throws SessionException {
        Session session = new Session(SessionState.open(request));
        session.worker.start();
        return session;
    }

    /** Hand a submission over; returns at once. */
    public void submit(Submission submission) {
        switch (submission) {
            case Submission.UserTurn userTurn -> submissions.add(userTurn);
            case Submission.Interrupt interrupt -> cancelTurn();
            case Submission.Shutdown shutdown -> {
                synchronized (this) {
                    closing = true;
                }
                submissions.add(shutdown);
                cancelTurn();
            }
        }
    }

    /** Return the next event; waits for it. After {@link Event.SessionClosed} there is none. */
    public Event next() throws InterruptedException {
        return state.events().take();
    }

    /** End the session: stops the turn, kills what tools still have running, writes the rollout to its end. */
    @Override
    public void close() {
        state.events().abandon();
        submit(new Submission.Shutdown());
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancelTurn() {
        Optional<CancellationSource> running;
        synchronized (this) {
            running = turn;
            // A turn that was handed over but has not begun is stopped as it begins.
            interruptNext = running.isEmpty() && submissions.peek() instanceof Submission.UserTurn;
        }
        running.ifPresent(CancellationSource::cancel);
    }

    private void work() {
        try {
            while (submissions.take() instanceof Submission.UserTurn userTurn) {
                takeTurn(userTurn);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            List<String> warnings = state.end();
            state.events().put(new Event.SessionClosed(warnings));
        }
    }

    private void takeTurn(Submission.UserTurn userTurn) {
        CancellationSource cancellation = new CancellationSource();
        synchronized (this) {
            if (closing) {
                return;
            }
            turn = Optional.of(cancellation);
            if (interruptNext) {
                cancellation.cancel();
                interruptNext = false;
            }
        }
        String id = state.newTurnId();
        try {
            new Turn(id, state, userTurn, cancellation).run();
        } catch (RuntimeException | Error e) {
            // This is the top of the thread: whatever it is, the front end must learn that the turn is over.
            state.events()
                    .put(new Event.TurnFailed(
                            id, "internal error: " + e, state.history().total()));
        } finally {
            synchronized (this) {
                turn = Optional.empty();
            }
        }
    }
}
