package io.codex4j.engine;

import io.codex4j.api.Cancellation;
import io.codex4j.api.HostContext;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelInfo;
import io.codex4j.api.model.ModelInfo.OutputLimit;
import io.codex4j.api.model.ModelItem.Message;
import io.codex4j.api.model.ModelProvider;
import io.codex4j.api.tool.CommandShell;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolFactory;
import io.codex4j.api.tool.ToolSet;
import io.codex4j.config.Config;
import io.codex4j.config.ModelProviderDefinition;
import io.codex4j.kernel.Contribution;
import io.codex4j.kernel.PluginFailure;
import io.codex4j.policy.PermissionPolicy;
import io.codex4j.policy.SandboxPolicies;
import io.codex4j.protocol.Event;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sessions.Rollout;
import io.codex4j.sessions.ThreadIds;
import io.codex4j.sessions.TurnContext;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** What the turns of one session share. */
final class SessionState {
    private static final String DEFAULT_MODEL = "gpt-5.4";

    private final SessionRequest request;
    private final Conversation conversation;
    private final EventQueue events = new EventQueue();
    private final ActivityEvents activities = new ActivityEvents(events);
    private final PermissionPolicy permissions;
    private final CommandStarter commands;
    private final FutureTask<ModelProvider> provider;
    private final String baseInstructions;
    private Optional<ToolRouter> tools = Optional.empty();
    private Optional<List<Message>> context = Optional.empty();
    private boolean toldOfLostRollout;

    private SessionState(SessionRequest request, Conversation conversation, String baseInstructions) {
        this.request = request;
        this.conversation = conversation;
        this.baseInstructions = baseInstructions;
        Config config = request.config();
        SandboxPolicy sandbox =
                SandboxPolicies.of(request.sandbox(), config, request.additionalRoots(), request.environment());
        permissions = new PermissionPolicy(request.approval(), sandbox);
        commands = new CommandStarter(
                permissions,
                request.kernel().sandboxes(),
                policy -> CommandEnvironment.of(
                        config.shellEnvironment(), request.environment(), conversation.threadId(), policy),
                this::warn);
        commands.warmUp(sandbox);
        provider = new FutureTask<>(() -> request.kernel().createModelProvider(providerId()));
    }

    /** Open the session: nothing slow is waited for, the provider is made beside. */
    static SessionState open(SessionRequest request) throws SessionException {
        String provider = request.config().model().provider();
        try {
            request.kernel().modelProviderFactory(provider);
        } catch (PluginException e) {
            throw new SessionException(e.getMessage(), e);
        }
        String instructions = BaseInstructions.read(request.config());
        Conversation conversation = Conversation.open(request, instructions);
        SessionState state = new SessionState(request, conversation, instructions);
        Thread.ofVirtual().name("model-provider").start(state.provider);
        state.announce();
        return state;
    }

    private void announce() {
        Config.Model settings = config().model();
        events.put(new Event.SessionConfigured(
                threadId(),
                model(),
                providerId(),
                directory(),
                request.approval().token(),
                SandboxPolicies.describe(request.sandbox(), config(), request.additionalRoots(), request.environment()),
                settings.reasoningEffort(),
                settings.reasoningSummary(),
                rollout().file()));
        request.warnings().forEach(this::warn);
        for (PluginFailure failure : request.kernel().failures()) {
            warn(failure.describe());
        }
    }

    /** Tell the user, once, that the rollout could not be written. */
    void warnOfLostRollout() {
        if (!toldOfLostRollout && rollout().failure().isPresent()) {
            toldOfLostRollout = true;
            warn(rollout().failure().get());
        }
    }

    private void warn(String message) {
        events.put(new Event.Warning(message));
    }

    SessionRequest request() {
        return request;
    }

    Config config() {
        return request.config();
    }

    EventQueue events() {
        return events;
    }

    ActivityEvents activities() {
        return activities;
    }

    History history() {
        return conversation.history();
    }

    Rollout rollout() {
        return conversation.rollout();
    }

    String threadId() {
        return conversation.threadId();
    }

    String newTurnId() {
        return ThreadIds.next();
    }

    Path directory() {
        return config().directory();
    }

    String model() {
        return config().model().slug().orElse(DEFAULT_MODEL);
    }

    String baseInstructions() {
        return baseInstructions;
    }

    private String providerId() {
        return config().model().provider();
    }

    int streamMaxRetries() {
        ModelProviderDefinition definition = config().modelProviders().get(providerId());
        return definition == null ? ModelProviderDefinition.DEFAULT_STREAM_MAX_RETRIES : definition.streamMaxRetries();
    }

    /**
     * Return the provider; waits until it is made.
     *
     * @throws SessionException if it could not be made, or the wait was cancelled
     */
    ModelProvider provider(Cancellation cancellation) throws SessionException {
        Thread waiting = Thread.currentThread();
        Cancellation.Registration registration = cancellation.onCancel(waiting::interrupt);
        try {
            return provider.get();
        } catch (InterruptedException e) {
            throw new SessionException("cancelled", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String message = cause instanceof PluginException problem
                    ? problem.getMessage()
                    : "the model provider " + providerId() + " failed to start: " + cause;
            throw new SessionException(message, e);
        } finally {
            registration.close();
            if (cancellation.isCancelled()) {
                // The interrupt was meant for this wait only; the thread has further turns to take.
                Thread.interrupted();
            }
        }
    }

    /** Return the tools; they are made for the model at the first turn. */
    ToolRouter tools(ModelInfo model) {
        if (tools.isEmpty()) {
            List<ToolSet> sets = new ArrayList<>();
            for (Contribution<ToolFactory> contribution : request.kernel().tools()) {
                HostContext host = request.kernel().context(contribution.plugin());
                try {
                    sets.add(contribution.value().create(new ToolFactoryHost(host, config(), model)));
                } catch (RuntimeException | LinkageError e) {
                    warn("the tools of plugin " + contribution.plugin() + " are left out: " + e);
                }
            }
            tools = Optional.of(new ToolRouter(sets));
        }
        return tools.get();
    }

    ToolContext toolHost(ModelInfo model, Cancellation cancellation) {
        OptionalLong configured = config().model().toolOutputTokenLimit();
        OutputLimit limit = configured.isPresent()
                ? new OutputLimit(OutputLimit.Unit.TOKENS, (int) Math.min(configured.getAsLong(), Integer.MAX_VALUE))
                : model.toolOutputLimit();
        return new ToolHost(directory(), permissions, commands, activities, limit, cancellation);
    }

    /** Return what the model is told before the prompt; read once. */
    List<Message> context() {
        if (context.isEmpty()) {
            LocalDate today = LocalDate.now(request.clock());
            context = Optional.of(List.of(
                    ContextItems.developer(
                            new ContextItems.PermissionText(request.approval(), permissions.sandbox()),
                            config().instructions().developerInstructions()),
                    ContextItems.surroundings(
                            directory(),
                            new ProjectDocs(config(), this::warn).read(),
                            CommandShell.ofUser(request.environment()).name(),
                            today,
                            request.clock().getZone().getId())));
        }
        return context.get();
    }

    /** Return what the server may be told about a turn. */
    JsonObject turnMetadata(String turnId) {
        JsonObject.Builder metadata =
                JsonObject.builder().put("session_id", threadId()).put("turn_id", turnId);
        conversation
                .git()
                .flatMap(git -> git.commitHash())
                .ifPresent(hash -> metadata.put(
                        "workspaces",
                        JsonObject.builder()
                                .put(
                                        directory().toString(),
                                        JsonObject.builder()
                                                .put("latest_git_commit_hash", hash)
                                                .build())
                                .build()));
        return metadata.put("sandbox", permissions.sandbox().isUnrestricted() ? "none" : "seccomp")
                .build();
    }

    /** Return the settings of a turn, as the rollout keeps them. */
    TurnContext turnContext(String turnId, ModelInfo model) {
        return TurnContexts.of(turnId, model(), request, model);
    }

    /** End what still runs and write the rollout to its end; return what the user should be told about that. */
    List<String> end() {
        tools.ifPresent(ToolRouter::close);
        rollout().close();
        if (provider.isDone() && provider.state() == Future.State.SUCCESS) {
            provider.resultNow().close();
        }
        return toldOfLostRollout ? List.of() : rollout().failure().stream().toList();
    }
}
