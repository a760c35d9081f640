package io.codex4j.engine;

import io.codex4j.api.Cancellation;
import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelInfo;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelItem.Message;
import io.codex4j.api.model.ModelItem.Role;
import io.codex4j.api.model.ModelItem.ToolInvocation;
import io.codex4j.api.model.ModelProvider;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.ReasoningSettings;
import io.codex4j.api.model.TokenUsage;
import io.codex4j.api.tool.ToolSpec;
import io.codex4j.config.Config;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.Submission;
import io.codex4j.sessions.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One turn: ask the model, run what it calls, ask again, until it calls nothing more. Runs on one thread. */
final class Turn {
    /** Stands for a limit that no honest work meets, so that a model that calls tools for ever is stopped. */
    private static final int MAX_STEPS = 10_000;

    private final String id;
    private final SessionState session;
    private final Submission.UserTurn submission;
    private final Cancellation cancellation;
    private final Rollout rollout;
    private final EventQueue events;
    private final History history;
    private Optional<String> lastMessage = Optional.empty();

    Turn(String id, SessionState session, Submission.UserTurn submission, Cancellation cancellation) {
        this.id = id;
        this.session = session;
        this.submission = submission;
        this.cancellation = cancellation;
        this.rollout = session.rollout();
        this.events = session.events();
        this.history = session.history();
    }

    void run() {
        events.put(new Event.TurnStarted(id));
        Outcome outcome = steps();
        session.activities().turnEnded();
        switch (outcome) {
            case Outcome.Done done -> {
                rollout.taskComplete(id, lastMessage);
                finish(new Event.TurnCompleted(id, history.total(), lastMessage));
            }
            case Outcome.Failed failed -> {
                rollout.taskComplete(id, lastMessage);
                finish(new Event.TurnFailed(id, failed.message(), history.total()));
            }
            case Outcome.Aborted aborted -> {
                record(history.answerOpenCalls());
                remember(ContextItems.interruptedMarker());
                rollout.turnAborted(id, "interrupted");
                finish(new Event.TurnAborted(id, history.total()));
            }
        }
    }

    /** Show the last event only when the rollout is on disk: who sees it may read the file at once. */
    private void finish(Event last) {
        rollout.flush();
        session.warnOfLostRollout();
        events.put(last);
    }

    private sealed interface Outcome {
        record Done() implements Outcome {}

        record Failed(String message) implements Outcome {}

        record Aborted() implements Outcome {}
    }

    private Outcome steps() {
        ModelProvider provider;
        try {
            provider = session.provider(cancellation);
        } catch (SessionException e) {
            return cancellation.isCancelled() ? new Outcome.Aborted() : new Outcome.Failed(e.getMessage());
        }
        ModelInfo model = provider.describe(session.model());
        ToolRouter tools = session.tools(model);
        begin(model);
        Sampler sampler = new Sampler(
                provider, session.streamMaxRetries(), events, session.request().deltas(), cancellation);
        for (int step = 0; step < MAX_STEPS; step++) {
            Sampler.Answer answer = sampler.ask(modelRequest(model, tools));
            record(answer.items());
            history.addAll(answer.items());
            answer.usage().ifPresent(usage -> spend(usage, model));
            if (cancellation.isCancelled()) {
                return new Outcome.Aborted();
            }
            if (answer.failure().isPresent()) {
                return failed(answer.failure().get());
            }
            List<ToolInvocation> calls = calls(answer.items());
            if (calls.isEmpty()) {
                return new Outcome.Done();
            }
            List<ModelItem.ToolOutput> outputs =
                    tools.run(calls, token -> session.toolHost(model, token), cancellation);
            record(outputs);
            history.addAll(outputs);
            if (cancellation.isCancelled()) {
                return new Outcome.Aborted();
            }
        }
        return new Outcome.Failed("the turn was stopped after " + MAX_STEPS + " requests");
    }

    private Outcome failed(ModelFailure failure) {
        record(history.answerOpenCalls());
        String message = failure.kind() == ModelFailure.Kind.CONTEXT_TOO_LONG
                ? "The conversation no longer fits into the model's context window. Start a new session, or give the"
                        + " model less to read."
                : failure.message();
        return new Outcome.Failed(message);
    }

    private void begin(ModelInfo model) {
        rollout.taskStarted(id, contextWindow(model));
        for (Message context : session.context()) {
            if (!history.knows(context)) {
                remember(context);
            }
        }
        rollout.turnContext(session.turnContext(id, model));
        remember(ContextItems.prompt(submission, session.directory()));
        rollout.userMessage(submission.prompt(), submission.images());
    }

    private void remember(ModelItem item) {
        history.add(item);
        rollout.item(item);
    }

    private void record(List<? extends ModelItem> items) {
        for (ModelItem item : items) {
            if (item instanceof Message message && message.role() == Role.ASSISTANT) {
                lastMessage = Optional.of(message.text());
                rollout.agentMessage(message.text(), message.extra().findString("phase"));
            } else if (item instanceof ModelItem.Reasoning reasoning) {
                reasoning.summary().forEach(rollout::agentReasoning);
            }
            rollout.item(item);
        }
    }

    private void spend(TokenUsage usage, ModelInfo model) {
        history.spend(usage);
        OptionalLong window = contextWindow(model);
        rollout.tokenCount(history.total(), usage, window);
        events.put(new Event.TokensUsed(usage, history.total(), window));
    }

    private OptionalLong contextWindow(ModelInfo model) {
        OptionalLong configured = session.config().model().contextWindow();
        return configured.isPresent() ? configured : model.contextWindow();
    }

    private static List<ToolInvocation> calls(List<ModelItem> items) {
        List<ToolInvocation> calls = new ArrayList<>();
        for (ModelItem item : items) {
            if (item instanceof ToolInvocation call) {
                calls.add(call);
            }
        }
        return calls;
    }

    private ModelRequest modelRequest(ModelInfo model, ToolRouter tools) {
        Config.Model settings = session.config().model();
        return ModelRequest.builder(session.model(), session.threadId())
                .instructions(session.baseInstructions())
                .input(history.items())
                .tools(offered(tools, settings))
                .parallelToolCalls(model.parallelToolCalls())
                .reasoning(reasoning(model, settings))
                .verbosity(settings.verbosity().or(model::verbosity))
                .serviceTier(settings.serviceTier())
                .outputSchema(submission.outputSchema())
                .turnMetadata(session.turnMetadata(id))
                .build();
    }

    private static List<ToolSpec> offered(ToolRouter tools, Config.Model settings) {
        List<ToolSpec> specs = new ArrayList<>(tools.specs());
        switch (settings.webSearch()) {
            case DISABLED -> {}
            case CACHED -> specs.add(webSearch(false));
            case LIVE -> specs.add(webSearch(true));
        }
        return specs;
    }

    private static ToolSpec webSearch(boolean live) {
        return new ToolSpec.Hosted(
                "web_search",
                JsonObject.builder().put("external_web_access", live).build());
    }

    private static Optional<ReasoningSettings> reasoning(ModelInfo model, Config.Model settings) {
        return model.reasoning()
                .map(defaults -> new ReasoningSettings(
                        settings.reasoningEffort().or(defaults::effort),
                        settings.reasoningSummary()
                                .filter(summary -> !summary.equals("none"))
                                .or(defaults::summary)));
    }
}
