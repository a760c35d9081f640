package io.codex4j.exec;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.TokenUsage;
import io.codex4j.api.tool.ShellWords;
import io.codex4j.api.tool.ToolActivity.FileChange;
import io.codex4j.api.tool.ToolActivity.PlanStep;
import io.codex4j.config.Config;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.ThreadItem;
import io.codex4j.protocol.ThreadItem.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Show a session to a person: progress on standard error, the final message alone on standard output. Source of the
 * layout: what the reference prints.
 */
final class HumanRenderer implements Renderer {
    private static final String RULE = "--------\n";
    private static final int MAX_DIFF_LINES = 200;

    private final ExecStreams streams;
    private final Config.Display display;
    private final String version;
    private final String prompt;
    private final Output out;
    private final Ink ink;
    private final Screen screen;
    /** Commands that run, in the order of their start. */
    private final Map<String, String> running = new LinkedHashMap<>();
    /** The command whose block was printed last, so that its result needs no second heading. */
    private String openCommand = "";

    HumanRenderer(ExecOptions options, String prompt, ExecStreams streams, Output out, Output err) {
        this.streams = streams;
        this.display = options.display();
        this.version = options.version();
        this.prompt = prompt;
        this.out = out;
        this.ink = new Ink(streams.useColor(options.color()));
        this.screen = new Screen(err, ink, streams.canMoveCursor(), Screen.PATIENCE);
    }

    @Override
    public void show(Event event) {
        switch (event) {
            case Event.SessionConfigured configured -> header(configured);
            case Event.TurnStarted started -> screen.activity("working");
            case Event.ItemStarted started -> started(started.item());
            case Event.ItemUpdated updated -> updated(updated.item());
            case Event.ItemCompleted completed -> completed(completed.item());
            case Event.Warning warning -> warn(warning.message());
            case Event.Reconnecting retry ->
                fail("Reconnecting... " + retry.attempt() + "/" + retry.limit() + " (" + retry.reason() + ")");
            case Event.TurnCompleted completed -> {
                end(completed.usage());
                completed.lastMessage().ifPresent(this::finalMessage);
            }
            case Event.TurnFailed failed -> {
                fail(failed.message());
                end(failed.usage());
            }
            case Event.TurnAborted aborted -> {
                interrupted();
                end(aborted.usage());
            }
            case Event.MessageDelta delta -> {}
            case Event.ReasoningDelta delta -> {}
            case Event.CommandOutput output -> {}
            case Event.TokensUsed used -> {}
            case Event.RateLimitsUpdated updated -> {}
            case Event.SessionClosed closed -> {}
        }
    }

    private void header(Event.SessionConfigured session) {
        print("Codex4j v" + version + "\n" + RULE
                + entry("workdir", session.directory().toString())
                + entry("model", session.model())
                + entry("provider", session.provider())
                + entry("approval", session.approvalPolicy())
                + entry("sandbox", session.sandboxSummary())
                + entry("reasoning effort", session.reasoningEffort().orElse("none"))
                + entry("reasoning summaries", session.reasoningSummary().orElse("none"))
                + entry("session id", session.threadId())
                + RULE
                + ink.cyan("user") + "\n"
                + visible(prompt) + "\n");
    }

    private String entry(String key, String value) {
        return ink.bold(key + ":") + " " + visible(value) + "\n";
    }

    private void started(ThreadItem item) {
        switch (item) {
            case ThreadItem.CommandExecution command -> commandStarted(command);
            case ThreadItem.FileChanges changes -> print(ink.bold("apply patch") + "\n");
            case ThreadItem.RemoteToolCall call -> print(ink.bold("mcp:") + " " + name(call) + " started\n");
            case ThreadItem.WebSearch search -> webSearch(search);
            case ThreadItem.TodoList plan -> plan(plan);
            case ThreadItem.AgentMessage message -> {}
            case ThreadItem.Reasoning reasoning -> {}
        }
    }

    private void updated(ThreadItem item) {
        if (item instanceof ThreadItem.TodoList plan) {
            plan(plan);
        }
    }

    private void completed(ThreadItem item) {
        switch (item) {
            case ThreadItem.AgentMessage message -> print(ink.title("codex") + "\n" + visible(message.text()) + "\n");
            case ThreadItem.Reasoning reasoning -> reasoning(reasoning);
            case ThreadItem.CommandExecution command -> commandCompleted(command);
            case ThreadItem.FileChanges changes -> filesChanged(changes);
            case ThreadItem.RemoteToolCall call -> remoteCallCompleted(call);
            case ThreadItem.WebSearch search -> webSearch(search);
            case ThreadItem.TodoList plan -> {
                // Each state of the plan was shown when it was new.
            }
        }
    }

    private void reasoning(ThreadItem.Reasoning reasoning) {
        if (display.hideAgentReasoning()) {
            return;
        }
        boolean raw = display.showRawAgentReasoning() && !reasoning.raw().isEmpty();
        List<String> parts = raw ? reasoning.raw() : reasoning.summary();
        for (String part : parts) {
            print(ink.italic(visible(part)) + "\n");
        }
    }

    private void commandStarted(ThreadItem.CommandExecution command) {
        commandHeading(command);
        running.put(command.id(), ShellWords.join(command.argv()));
        showRunning();
    }

    private void commandHeading(ThreadItem.CommandExecution command) {
        print(ink.title("exec") + "\n"
                + ink.bold(visible(ShellWords.join(command.argv()))) + " in "
                + visible(command.directory().toString()) + "\n");
        openCommand = command.id();
    }

    private void commandCompleted(ThreadItem.CommandExecution command) {
        if (!openCommand.equals(command.id())) {
            commandHeading(command);
        }
        String time = " in " + command.duration().toMillis() + "ms:";
        String result;
        if (command.status() == Status.COMPLETED) {
            result = ink.green(" succeeded" + time);
        } else if (command.exitCode().isPresent()) {
            result = ink.red(" exited " + command.exitCode().getAsInt() + time);
        } else {
            result = ink.red(" failed" + time);
        }
        String output = command.output().isEmpty() ? "" : visible(command.output()) + "\n";
        print(result + "\n" + output);
        running.remove(command.id());
        showRunning();
    }

    private void showRunning() {
        String label = "working";
        for (String command : running.values()) {
            label = "running " + visible(command);
        }
        screen.activity(label);
    }

    private void filesChanged(ThreadItem.FileChanges changes) {
        StringBuilder block = new StringBuilder();
        boolean done = changes.status() == Status.COMPLETED;
        block.append(ink.bold("patch:")).append(done ? " completed" : " failed").append('\n');
        for (FileChange change : changes.changes()) {
            block.append(ink.dim(visible(change.path().toString()))).append('\n');
        }
        if (!changes.diff().isEmpty()) {
            appendDiff(visible(changes.diff()), block);
            block.append('\n');
        }
        print(block.toString());
    }

    private void appendDiff(String diff, StringBuilder block) {
        List<String> lines = diff.lines().toList();
        int shown = Math.min(lines.size(), MAX_DIFF_LINES);
        for (String line : lines.subList(0, shown)) {
            block.append(diffLine(line)).append('\n');
        }
        if (shown < lines.size()) {
            block.append(ink.dim("… " + (lines.size() - shown) + " more lines of this diff are not shown"))
                    .append('\n');
        }
    }

    private String diffLine(String line) {
        if (line.startsWith("+++") || line.startsWith("---") || line.startsWith("diff ")) {
            return ink.bold(line);
        }
        if (line.startsWith("@@")) {
            return ink.cyan(line);
        }
        if (line.startsWith("+")) {
            return ink.green(line);
        }
        return line.startsWith("-") ? ink.red(line) : line;
    }

    private void remoteCallCompleted(ThreadItem.RemoteToolCall call) {
        boolean done = call.status() == Status.COMPLETED;
        StringBuilder block = new StringBuilder();
        block.append(ink.bold("mcp:")).append(' ').append(name(call));
        block.append(done ? " (completed)" : ink.red(" (failed)")).append('\n');
        if (!done) {
            String error = call.error()
                    .or(() -> call.result().map(HumanRenderer::text))
                    .orElse("");
            if (!error.isEmpty()) {
                block.append(visible(error)).append('\n');
            }
        }
        print(block.toString());
    }

    private String name(ThreadItem.RemoteToolCall call) {
        return visible(call.server() + "/" + call.tool());
    }

    /** Return the texts of a result; what is of another shape is no text. */
    private static String text(JsonObject result) {
        StringBuilder text = new StringBuilder();
        try {
            for (JsonObject part : result.objects("content")) {
                Optional<String> piece = part.findString("text");
                if (piece.isPresent()) {
                    text.append(text.isEmpty() ? "" : "\n").append(piece.get());
                }
            }
        } catch (PluginException e) {
            return "";
        }
        return text.toString();
    }

    private void webSearch(ThreadItem.WebSearch search) {
        print(ink.bold("web search:") + " "
                + visible(SearchAction.of(search.action()).query()) + "\n");
    }

    private void plan(ThreadItem.TodoList plan) {
        StringBuilder block = new StringBuilder();
        if (!plan.explanation().isBlank()) {
            block.append(ink.italic(visible(plan.explanation()))).append('\n');
        }
        for (PlanStep step : plan.steps()) {
            String text = visible(step.text());
            String line = switch (step.status()) {
                case IN_PROGRESS -> ink.cyan("→ " + text);
                case PENDING -> ink.dim("• " + text);
                case COMPLETED -> ink.green("✓ " + text);
            };
            block.append("  ").append(line).append('\n');
        }
        print(block.toString());
    }

    private void end(TokenUsage usage) {
        screen.activity("");
        long spent = usage.input() - usage.cachedInput() + usage.output();
        print(ink.dim("tokens used") + "\n" + grouped(Math.max(0, spent)) + "\n");
    }

    /** By hand: the formatters of the JDK load their data of all languages. */
    private static String grouped(long number) {
        StringBuilder digits = new StringBuilder(Long.toString(number));
        for (int at = digits.length() - 3; at > 0; at -= 3) {
            digits.insert(at, ',');
        }
        return digits.toString();
    }

    private void finalMessage(String message) {
        if (streams.outIsTerminal() && streams.errIsTerminal()) {
            // It is on the screen already.
            return;
        }
        String text = streams.outIsTerminal() ? ControlCharacters.visible(message) : message;
        out.print(text + "\n");
    }

    @Override
    public void interrupted() {
        print("turn interrupted\n");
    }

    @Override
    public void warn(String message) {
        print(ink.warning("warning:") + " " + visible(message) + "\n");
    }

    @Override
    public void fail(String message) {
        print(ink.error("ERROR:") + " " + visible(message) + "\n");
    }

    private void print(String block) {
        openCommand = "";
        screen.print(block);
    }

    private String visible(String text) {
        return streams.errIsTerminal() ? ControlCharacters.visible(text) : text;
    }

    @Override
    public void close() {
        screen.close();
    }
}
