package io.codex4j.engine;

import io.codex4j.api.Cancellation;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelEvent;
import io.codex4j.api.model.ModelException;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelProvider;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.ModelStream;
import io.codex4j.api.model.TokenUsage;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.ThreadItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Ask the model once, and again where its stream breaks; show what it says as it comes. */
final class Sampler {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    private final ModelProvider provider;
    private final int maxRetries;
    private final EventQueue events;
    private final boolean deltas;
    private final Cancellation cancellation;

    Sampler(ModelProvider provider, int maxRetries, EventQueue events, boolean deltas, Cancellation cancellation) {
        this.provider = provider;
        this.maxRetries = maxRetries;
        this.events = events;
        this.deltas = deltas;
        this.cancellation = cancellation;
    }

    /**
     * What came of it.
     *
     * @param items the complete items, also of an answer that failed
     * @param usage what was spent, where the answer is complete
     * @param failure why it is not complete
     */
    record Answer(List<ModelItem> items, Optional<TokenUsage> usage, Optional<ModelFailure> failure) {}

    Answer ask(ModelRequest request) {
        for (int retry = 1; ; retry++) {
            Answer answer = attempt(request);
            if (answer.failure().isEmpty()) {
                return answer;
            }
            ModelFailure failure = answer.failure().get();
            if (!failure.retryable() || retry > maxRetries || cancellation.isCancelled()) {
                return answer;
            }
            events.put(new Event.Reconnecting(retry, maxRetries, failure.message()));
            if (!pause(failure.retryAfter().orElse(backoff(retry)))) {
                return answer;
            }
        }
    }

    private Answer attempt(ModelRequest request) {
        List<ModelItem> items = new ArrayList<>();
        try (ModelStream stream = provider.open(request, cancellation)) {
            while (true) {
                switch (stream.next()) {
                    case ModelEvent.ItemDone done -> {
                        items.add(done.item());
                        show(done.item(), items.size());
                    }
                    case ModelEvent.ItemStarted started -> showStart(started.item());
                    case ModelEvent.TextDelta delta -> {
                        if (deltas) {
                            events.put(new Event.MessageDelta(delta.itemId(), delta.text()));
                        }
                    }
                    case ModelEvent.ReasoningSummaryDelta delta -> {
                        if (deltas) {
                            events.put(new Event.ReasoningDelta(delta.itemId(), delta.text()));
                        }
                    }
                    case ModelEvent.RateLimitsUpdated updated ->
                        events.put(new Event.RateLimitsUpdated(updated.limits()));
                    case ModelEvent.Created created -> {}
                    case ModelEvent.ReasoningDelta raw -> {}
                    case ModelEvent.Completed completed -> {
                        return new Answer(items, Optional.of(completed.usage()), Optional.empty());
                    }
                    case ModelEvent.Failed failed -> {
                        return new Answer(items, Optional.empty(), Optional.of(failed.failure()));
                    }
                }
            }
        } catch (ModelException e) {
            return new Answer(items, Optional.empty(), Optional.of(e.failure()));
        } catch (PluginException e) {
            return failed(items, e.getMessage());
        } catch (RuntimeException e) {
            return failed(items, "the model provider broke its contract: " + e);
        }
    }

    private static Answer failed(List<ModelItem> items, String message) {
        ModelFailure failure = ModelFailure.of(ModelFailure.Kind.INVALID_REQUEST, message);
        return new Answer(items, Optional.empty(), Optional.of(failure));
    }

    private void showStart(ModelItem item) {
        if (item instanceof ModelItem.WebSearch search) {
            events.put(new Event.ItemStarted(new ThreadItem.WebSearch(search.id(), JsonObject.empty())));
        }
    }

    private void show(ModelItem item, int number) {
        switch (item) {
            case ModelItem.Message message -> {
                String text = message.text();
                if (message.role() == ModelItem.Role.ASSISTANT && !text.isEmpty()) {
                    events.put(new Event.ItemCompleted(new ThreadItem.AgentMessage(idOf(message.id(), number), text)));
                }
            }
            case ModelItem.Reasoning reasoning -> {
                if (!reasoning.summary().isEmpty() || !reasoning.content().isEmpty()) {
                    events.put(new Event.ItemCompleted(new ThreadItem.Reasoning(
                            idOf(reasoning.id(), number), reasoning.summary(), reasoning.content())));
                }
            }
            case ModelItem.WebSearch search ->
                events.put(new Event.ItemCompleted(new ThreadItem.WebSearch(search.id(), search.action())));
            case ModelItem.ToolInvocation call -> {}
            case ModelItem.ToolOutput output -> {}
            case ModelItem.Other other -> {}
        }
    }

    private static String idOf(String id, int number) {
        return id.isEmpty() ? "item-" + number : id;
    }

    private static Duration backoff(int retry) {
        long millis = Math.min(FIRST_BACKOFF.toMillis() << Math.min(retry - 1, 20), LONGEST_BACKOFF.toMillis());
        return Duration.ofMillis((long) (millis * ThreadLocalRandom.current().nextDouble(0.9, 1.1)));
    }

    /** Wait, unless the turn is stopped meanwhile; return whether the time is over. */
    private boolean pause(Duration time) {
        CountDownLatch stopped = new CountDownLatch(1);
        Cancellation.Registration registration = cancellation.onCancel(stopped::countDown);
        try {
            return !stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            registration.close();
        }
    }
}
