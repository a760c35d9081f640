package io.codex4j.toolkit;

import io.codex4j.api.Cancellation;
import io.codex4j.api.HostContext;
import io.codex4j.api.model.ModelException;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelFailure.Kind;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.ModelStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Ask a server of the Responses API. Safe for several threads; the answers are not.
 *
 * <p>Source of the headers: those that the Codex CLI 0.117 was seen to send.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ResponsesClient implements AutoCloseable {
    private final HostContext host;
    private final HttpClient http;
    private final AtomicReference<@Nullable BodyStream> ending = new AtomicReference<>();

    /**
     * Ask through an HTTP client, which is closed with this one.
     *
     * @param http of {@link HttpClients#create}
     */
    public ResponsesClient(HostContext host, HttpClient http) {
        this.host = host;
        this.http = http;
    }

    /**
     * Send a request and return the stream of the answer; blocks until the answer begins.
     *
     * <p>Errors of the server and of the connection are retried as the endpoint says; nothing else is. An answer with a
     * status that is no success becomes an exception whose message never holds a secret of the endpoint.
     *
     * @throws ModelException if no stream could be had
     */
    public ModelStream open(ResponsesEndpoint endpoint, ModelRequest request, Cancellation cancellation)
            throws ModelException {
        HttpRequest message = message(endpoint, request);
        for (int retries = 0; ; retries++) {
            try {
                return send(message, endpoint, cancellation);
            } catch (ModelException e) {
                Optional<Duration> wait = endpoint.retries().next(retries, e.failure());
                if (wait.isEmpty()) {
                    throw e;
                }
                pause(wait.get(), cancellation);
            }
        }
    }

    private ModelStream send(HttpRequest message, ResponsesEndpoint endpoint, Cancellation cancellation)
            throws ModelException {
        HttpAnswer answer = answer(message, endpoint, cancellation);
        if (answer.status() >= 200 && answer.status() < 300) {
            return new ResponsesStream(answer, endpoint, host.json(), cancellation, this::letEnd);
        }
        Cancellation.Registration registration = cancellation.onCancel(answer.body()::abort);
        try {
            ModelFailure failure = HttpErrors.ofAnswer(answer, host.json(), endpoint);
            throw new ModelException(cancellation.isCancelled() ? ModelFailures.cancelled() : failure);
        } finally {
            registration.close();
        }
    }

    private HttpAnswer answer(HttpRequest message, ResponsesEndpoint endpoint, Cancellation cancellation)
            throws ModelException {
        if (cancellation.isCancelled()) {
            throw new ModelException(ModelFailures.cancelled());
        }
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        CompletableFuture<?> exchange = start(message, endpoint.idleTimeout(), answer);
        Cancellation.Registration registration = cancellation.onCancel(() -> exchange.cancel(true));
        try {
            return answer.get(endpoint.idleTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new ModelException(HttpErrors.ofSilence(endpoint));
        } catch (CancellationException e) {
            throw new ModelException(ModelFailures.cancelled());
        } catch (ExecutionException e) {
            throw new ModelException(
                    cancellation.isCancelled() ? ModelFailures.cancelled() : HttpErrors.ofSending(e, endpoint));
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new ModelException(ModelFailures.cancelled());
        } finally {
            registration.close();
        }
    }

    /** Send a request; the answer is there with its headers, whatever becomes of the body that follows. */
    private CompletableFuture<?> start(
            HttpRequest message, Duration idleTimeout, CompletableFuture<HttpAnswer> answer) {
        CompletableFuture<HttpResponse<BodyStream>> exchange = http.sendAsync(message, head -> {
            BodyStream body = new BodyStream(idleTimeout);
            answer.complete(new HttpAnswer(head.statusCode(), head.headers(), body));
            return body;
        });
        CompletableFuture<?> unused = exchange.whenComplete((response, failure) -> {
            if (failure != null && !answer.completeExceptionally(failure)) {
                answer.join().body().onError(failure);
            }
        });
        return exchange;
    }

    private static void pause(Duration wait, Cancellation cancellation) throws ModelException {
        try {
            if (RetryPolicy.pause(wait, cancellation)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ModelException(ModelFailures.cancelled());
    }

    /** Keep the connection for the next request; of a body that had not ended by then, the connection is closed. */
    private void letEnd(BodyStream body) {
        body.discardRest();
        BodyStream previous = ending.getAndSet(body);
        if (previous != null) {
            previous.abort();
        }
    }

    private HttpRequest message(ResponsesEndpoint endpoint, ModelRequest request) throws ModelException {
        String body = host.json().write(ResponsesRequest.toJson(request));
        HttpRequest.Builder message = HttpRequest.newBuilder(endpoint.uri())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .setHeader("accept", "text/event-stream")
                .setHeader("content-type", "application/json")
                .setHeader("originator", host.client().name())
                .setHeader("user-agent", UserAgent.of(host))
                .setHeader("session_id", request.threadId())
                .setHeader("x-client-request-id", request.threadId());
        if (LocalServer.wantsNewConnections(endpoint.uri())) {
            message.setHeader("connection", "close");
        }
        if (!request.turnMetadata().isEmpty()) {
            message.setHeader("x-codex-turn-metadata", ascii(host.json().write(request.turnMetadata())));
        }
        try {
            for (Map.Entry<String, String> header : endpoint.headers().entrySet()) {
                message.setHeader(header.getKey(), header.getValue());
            }
        } catch (IllegalArgumentException e) {
            // Its message would show the value.
            throw new ModelException(
                    ModelFailure.of(Kind.INVALID_REQUEST, "A header that is set for this provider cannot be sent."));
        }
        return message.build();
    }

    /** Return JSON text with every character that a header cannot hold as an escape. */
    private static String ascii(String json) {
        StringBuilder escaped = new StringBuilder(json.length());
        for (int at = 0; at < json.length(); at++) {
            char character = json.charAt(at);
            if (character >= ' ' && character < 0x7F) {
                escaped.append(character);
            } else {
                escaped.append("\\u");
                String code = Integer.toHexString(character);
                escaped.append("0000", 0, 4 - code.length()).append(code);
            }
        }
        return escaped.toString();
    }

    /** End all streams at once and free the connections. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
