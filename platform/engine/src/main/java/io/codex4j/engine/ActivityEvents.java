package io.codex4j.engine;

import io.codex4j.api.tool.ToolActivity;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.ThreadItem;
import io.codex4j.protocol.ThreadItem.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Turn what tools report into events. Safe for use by several threads: sessions of commands report on their own. */
final class ActivityEvents {
    private final EventQueue events;
    private final Map<String, ToolActivity.CommandStarted> running = new ConcurrentHashMap<>();
    private Optional<ThreadItem.TodoList> plan = Optional.empty();

    ActivityEvents(EventQueue events) {
        this.events = events;
    }

    void report(ToolActivity activity) {
        switch (activity) {
            case ToolActivity.CommandStarted started -> {
                running.put(started.id(), started);
                events.put(new Event.ItemStarted(new ThreadItem.CommandExecution(
                        started.id(),
                        started.argv(),
                        started.directory(),
                        "",
                        OptionalInt.empty(),
                        Status.IN_PROGRESS,
                        Duration.ZERO)));
            }
            case ToolActivity.CommandOutput output -> events.put(new Event.CommandOutput(output.id(), output.text()));
            case ToolActivity.CommandFinished finished -> commandFinished(finished);
            case ToolActivity.FilesChanging changing ->
                events.put(new Event.ItemStarted(
                        new ThreadItem.FileChanges(changing.id(), changing.changes(), Status.IN_PROGRESS, "")));
            case ToolActivity.FilesChanged changed ->
                events.put(new Event.ItemCompleted(new ThreadItem.FileChanges(
                        changed.id(),
                        changed.changes(),
                        changed.success() ? Status.COMPLETED : Status.FAILED,
                        changed.diff())));
            case ToolActivity.PlanUpdated updated -> planUpdated(updated);
            case ToolActivity.RemoteCallStarted started ->
                events.put(new Event.ItemStarted(new ThreadItem.RemoteToolCall(
                        started.id(),
                        started.server(),
                        started.tool(),
                        started.arguments(),
                        Optional.empty(),
                        Optional.empty(),
                        Status.IN_PROGRESS)));
            case ToolActivity.RemoteCallFinished finished ->
                events.put(new Event.ItemCompleted(new ThreadItem.RemoteToolCall(
                        finished.id(),
                        finished.server(),
                        finished.tool(),
                        finished.arguments(),
                        finished.result(),
                        finished.error(),
                        finished.error().isEmpty() ? Status.COMPLETED : Status.FAILED)));
            case ToolActivity.Notice notice -> events.put(new Event.Warning(notice.message()));
        }
    }

    private void commandFinished(ToolActivity.CommandFinished finished) {
        ToolActivity.CommandStarted started = running.remove(finished.id());
        if (started == null) {
            return;
        }
        events.put(new Event.ItemCompleted(new ThreadItem.CommandExecution(
                finished.id(),
                started.argv(),
                started.directory(),
                finished.output(),
                OptionalInt.of(finished.exitCode()),
                finished.exitCode() == 0 ? Status.COMPLETED : Status.FAILED,
                finished.duration())));
    }

    private synchronized void planUpdated(ToolActivity.PlanUpdated updated) {
        boolean first = plan.isEmpty();
        String id = first ? updated.id() : plan.get().id();
        ThreadItem.TodoList list = new ThreadItem.TodoList(id, updated.explanation(), updated.steps());
        plan = Optional.of(list);
        events.put(first ? new Event.ItemStarted(list) : new Event.ItemUpdated(list));
    }

    /** Close what belongs to one turn: its plan. */
    synchronized void turnEnded() {
        plan.ifPresent(list -> events.put(new Event.ItemCompleted(list)));
        plan = Optional.empty();
    }
}
