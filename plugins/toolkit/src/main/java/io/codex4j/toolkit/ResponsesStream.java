package io.codex4j.toolkit;

import io.codex4j.api.Cancellation;
import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelEvent;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelFailure.Kind;
import io.codex4j.api.model.ModelStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Read the answer to one request, event by event, from the body of the answer. */
final class ResponsesStream implements ModelStream {
    private final ResponsesEndpoint endpoint;
    private final JsonCodec json;
    private final BodyStream body;
    private final Consumer<BodyStream> whenAnswered;
    private final String contentType;
    private final SseReader reader;
    private final EventScanner scanner = new EventScanner();
    private final ResponsesEvents events = new ResponsesEvents();
    private final Queue<ModelEvent> pending = new ArrayDeque<>();
    private final Cancellation.Registration registration;
    private boolean anyEvent;
    private boolean over;
    private volatile boolean answered;

    /**
     * Take over a answer.
     *
     * @param whenAnswered is given the body once the answer is complete, to be let come to its end
     */
    ResponsesStream(
            HttpAnswer answer,
            ResponsesEndpoint endpoint,
            JsonCodec json,
            Cancellation cancellation,
            Consumer<BodyStream> whenAnswered) {
        this.endpoint = endpoint;
        this.json = json;
        this.body = answer.body();
        this.whenAnswered = whenAnswered;
        this.contentType = answer.headers().firstValue("content-type").orElse("");
        this.reader = new SseReader(body, SseReader.DEFAULT_MAX_EVENT_BYTES);
        RateLimitHeaders.read(answer.headers())
                .ifPresent(limits -> pending.add(new ModelEvent.RateLimitsUpdated(limits)));
        this.registration = cancellation.onCancel(body::abort);
    }

    @Override
    public ModelEvent next() {
        if (over) {
            throw new IllegalStateException("the last event was returned already");
        }
        ModelEvent event = nextEvent();
        if (event instanceof ModelEvent.Completed) {
            over = true;
            answered = true;
            registration.close();
            whenAnswered.accept(body);
        } else if (event instanceof ModelEvent.Failed failed) {
            over = true;
            close();
            return new ModelEvent.Failed(endpoint.mask(failed.failure()));
        }
        return event;
    }

    private ModelEvent nextEvent() {
        try {
            while (true) {
                if (body.aborted()) {
                    return new ModelEvent.Failed(ModelFailures.cancelled());
                }
                ModelEvent waiting = pending.poll();
                if (waiting != null) {
                    return waiting;
                }
                if (!reader.advance()) {
                    return endOfStream();
                }
                anyEvent = true;
                ModelEvent event = translate();
                if (event != null) {
                    return event;
                }
            }
        } catch (BodyStream.IdleTimeoutException e) {
            return failed(
                    Kind.IDLE_TIMEOUT,
                    "The model server sent nothing for "
                            + endpoint.idleTimeout().toMillis() + " ms");
        } catch (SseEventTooLargeException e) {
            return failed(Kind.BROKEN_STREAM, "The model server sent too much at once: " + e.getMessage());
        } catch (IOException e) {
            return body.aborted() || Thread.currentThread().isInterrupted()
                    ? new ModelEvent.Failed(ModelFailures.cancelled())
                    : failed(
                            Kind.CONNECTION,
                            HttpErrors.with(
                                    "The connection to the model server broke before the answer was complete", e));
        }
    }

    private static ModelEvent failed(Kind kind, String what) {
        return new ModelEvent.Failed(ModelFailure.of(kind, ModelFailures.sentence(kind, what)));
    }

    /** Return what the event that was just read means, or null if it means nothing here. */
    private @Nullable ModelEvent translate() {
        scanner.reset(reader.bytes(), reader.dataStart(), reader.dataEnd());
        if (scanner.takeType()) {
            if (scanner.typeIs(ResponsesEvents.TEXT_DELTA)) {
                ModelEvent delta = scanner.textDelta();
                if (delta != null) {
                    return delta;
                }
            } else if (!ResponsesEvents.knows(scanner.type())) {
                return null;
            }
        }
        String data = reader.data().strip();
        if (data.isEmpty() || data.equals("[DONE]")) {
            return null;
        }
        JsonObject event;
        try {
            event = json.parse(data);
        } catch (PluginException e) {
            return ResponsesEvents.broken(
                    "The model server sent an event that cannot be read: " + e.getMessage() + ".");
        }
        if (!event.has("type") && !reader.name().isEmpty()) {
            event = event.toBuilder().put("type", reader.name()).build();
        }
        List<ModelEvent> translated = events.read(event);
        return translated.isEmpty() ? null : translated.getFirst();
    }

    private ModelEvent endOfStream() {
        if (anyEvent || contentType.startsWith("text/event-stream")) {
            return events.endOfStream();
        }
        String type = contentType.isEmpty() ? "something without a type" : ModelFailures.clean(contentType);
        return failed(
                Kind.BROKEN_STREAM,
                "The model server answered with " + type + " and not with a stream of events (" + endpoint.shownUri()
                        + "). Check the base_url of this provider");
    }

    @Override
    public void close() {
        registration.close();
        if (!answered) {
            body.abort();
        }
    }
}
