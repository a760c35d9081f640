package io.codex4j.toolkit;

import io.codex4j.api.model.ModelFailure;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Say where and how a server of the Responses API is asked.
 *
 * @param uri where requests go, with its query
 * @param headers headers besides those that every request has; they win over those
 * @param secrets what must never be shown: keys, tokens and the like
 * @param retries how often a request is sent again silently
 * @param idleTimeout how long the server may send nothing, before its answer and within it
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ResponsesEndpoint(
        URI uri, Map<String, String> headers, List<String> secrets, RetryPolicy retries, Duration idleTimeout) {
    public ResponsesEndpoint {
        headers = Map.copyOf(headers);
        secrets = longestFirst(secrets);
    }

    /** Order secrets so that none is spoiled by another that is part of it. */
    private static List<String> longestFirst(List<String> secrets) {
        List<String> sorted = new ArrayList<>(secrets);
        sorted.removeIf(String::isEmpty);
        sorted.sort((one, other) -> Integer.compare(other.length(), one.length()));
        return List.copyOf(sorted);
    }

    /** Return the address without what could be a secret: user and query. */
    public String shownUri() {
        String host = uri.getHost() == null ? "" : uri.getHost();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return mask(uri.getScheme() + "://" + host + port + path);
    }

    /** Return a text with every secret in it made unreadable. */
    String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        return masked;
    }

    ModelFailure mask(ModelFailure failure) {
        return new ModelFailure(failure.kind(), mask(failure.message()), failure.retryAfter());
    }

    /** Return the address only: never a header or a secret. */
    @Override
    public String toString() {
        return "ResponsesEndpoint[" + shownUri() + "]";
    }
}
