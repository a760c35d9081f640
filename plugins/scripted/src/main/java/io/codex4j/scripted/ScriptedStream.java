package io.codex4j.scripted;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelEvent;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelStream;
import io.codex4j.scripted.ScenarioTurn.End;
import io.codex4j.toolkit.ModelFailures;
import io.codex4j.toolkit.ResponsesEvents;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;

/** Play one answer at the pace that the scenario asks for. */
final class ScriptedStream implements ModelStream {
    private final ScenarioTurn turn;
    private final Iterator<JsonObject> events;
    private final Pause pause;
    private final Duration idle;
    private final ResponsesEvents reader = new ResponsesEvents();
    private final Queue<ModelEvent> ready = new ArrayDeque<>();
    private Duration untilNext = Duration.ZERO;
    private boolean ended;

    ScriptedStream(ScenarioAnswer answer, Pause pause, Duration idle) {
        this.turn = answer.turn();
        this.events = answer.events();
        this.pause = pause;
        this.idle = idle;
    }

    @Override
    public ModelEvent next() {
        if (ended) {
            throw new IllegalStateException("the answer has already ended");
        }
        ModelEvent event = pause.isOverWithin(Duration.ZERO) ? cancelled() : play();
        ended = event instanceof ModelEvent.Completed || event instanceof ModelEvent.Failed;
        return event;
    }

    private ModelEvent play() {
        try {
            while (ready.isEmpty()) {
                if (!events.hasNext()) {
                    return breakOff();
                }
                Duration shortened = untilNext.compareTo(idle) < 0 ? untilNext : idle;
                if (pause.isOverWithin(shortened)) {
                    return cancelled();
                }
                if (shortened.compareTo(untilNext) < 0) {
                    return idleTimeout();
                }
                ready.addAll(reader.read(events.next()));
                untilNext = turn.pace().eventDelay();
            }
            return ready.remove();
        } catch (PluginException e) {
            return new ModelEvent.Failed(broken(e));
        }
    }

    private ModelEvent breakOff() {
        if (turn.end() == End.STALL) {
            boolean idles = turn.pace().stall().compareTo(idle) >= 0;
            if (pause.isOverWithin(idles ? idle : turn.pace().stall())) {
                return cancelled();
            }
            if (idles) {
                return idleTimeout();
            }
        }
        return reader.endOfStream();
    }

    private static ModelEvent cancelled() {
        return new ModelEvent.Failed(ModelFailures.cancelled());
    }

    private static ModelEvent idleTimeout() {
        return new ModelEvent.Failed(
                ModelFailure.of(ModelFailure.Kind.IDLE_TIMEOUT, "The scenario sent nothing for too long."));
    }

    static ModelFailure broken(PluginException e) {
        return ModelFailure.of(ModelFailure.Kind.BROKEN_STREAM, "The scenario cannot be played: " + e.getMessage());
    }

    @Override
    public void close() {
        pause.close();
    }
}
