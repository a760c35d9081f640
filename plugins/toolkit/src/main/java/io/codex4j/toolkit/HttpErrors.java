package io.codex4j.toolkit;

import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turn answers that are no success, and requests without an answer, into failures. */
final class HttpErrors {
    private static final int MAX_BODY = 64 << 10;
    private static final int MAX_CAUSES = 20;
    private static final Duration BODY_PATIENCE = Duration.ofSeconds(5);

    private HttpErrors() {}

    /** Read what a server says with an error status; the body is read as far as it is short and quick. */
    static ModelFailure ofAnswer(HttpAnswer answer, JsonCodec json, ResponsesEndpoint endpoint) {
        String body;
        try (BodyStream stream = answer.body()) {
            body = new String(stream.readStart(MAX_BODY, BODY_PATIENCE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            body = "";
        }
        return failure(answer.status(), answer.headers(), Report.read(body, json), endpoint);
    }

    private static ModelFailure failure(int status, HttpHeaders headers, Report report, ResponsesEndpoint endpoint) {
        Kind kind = ModelFailures.kindOfCode(report.code()).orElseGet(() -> kindOfStatus(status));
        StringBuilder what = new StringBuilder("The model server answered ").append(status);
        String reason = reason(status);
        if (!reason.isEmpty()) {
            what.append(' ').append(reason);
        }
        String message = ModelFailures.clean(endpoint.mask(report.message()));
        if (!message.isEmpty()) {
            what.append(": ").append(message);
        }
        what.append(" (").append(endpoint.shownUri());
        headers.firstValue("x-request-id")
                .ifPresent(id -> what.append(", request id ").append(ModelFailures.clean(id)));
        what.append(").").append(advice(status, headers));
        Optional<Duration> wait = ModelFailures.waits(kind)
                ? RetryHints.in(headers, report.message(), Clock.systemUTC())
                : Optional.empty();
        return endpoint.mask(new ModelFailure(kind, ModelFailures.sentence(kind, what.toString()), wait));
    }

    private static Kind kindOfStatus(int status) {
        return switch (status) {
            case 401, 403 -> Kind.UNAUTHENTICATED;
            case 402 -> Kind.QUOTA_EXCEEDED;
            case 408, 409, 425 -> Kind.SERVER_ERROR;
            case 429 -> Kind.RATE_LIMITED;
            default -> status >= 300 && status < 500 ? Kind.INVALID_REQUEST : Kind.SERVER_ERROR;
        };
    }

    private static String advice(int status, HttpHeaders headers) {
        if (status == 404 || status == 405) {
            return " Check the base_url of this provider, and the name of the model.";
        }
        if (status >= 300 && status < 400) {
            String target =
                    headers.firstValue("location").map(HttpErrors::withoutQuery).orElse("");
            return " Redirects are not followed: set base_url to the address that is meant"
                    + (target.isEmpty() ? "." : ", perhaps " + ModelFailures.clean(target) + ".");
        }
        return "";
    }

    private static String withoutQuery(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query);
    }

    private static String reason(int status) {
        return switch (status) {
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 402 -> "Payment Required";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Content";
            case 425 -> "Too Early";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "";
        };
    }

    /** Describe a request that got no answer. */
    static ModelFailure ofSending(Throwable cause, ResponsesEndpoint endpoint) {
        String where = endpoint.shownUri();
        if (find(cause, CertificateException.class) != null) {
            return failure(
                    Kind.INVALID_REQUEST,
                    with("The certificate of the model server is not trusted (" + where + ")", cause),
                    endpoint);
        }
        if (find(cause, UnresolvedAddressException.class) != null) {
            return failure(
                    Kind.CONNECTION,
                    "The name of the model server is not known (" + where + "). Check base_url",
                    endpoint);
        }
        if (find(cause, HttpConnectTimeoutException.class) != null) {
            return failure(Kind.CONNECTION, "The model server cannot be reached in time (" + where + ")", endpoint);
        }
        String what = find(cause, ConnectException.class) != null
                ? "The model server cannot be reached"
                : "The connection to the model server broke before it answered";
        return failure(Kind.CONNECTION, with(what + " (" + where + ")", cause), endpoint);
    }

    /** Describe a server that did not begin to answer. */
    static ModelFailure ofSilence(ResponsesEndpoint endpoint) {
        return failure(
                Kind.IDLE_TIMEOUT,
                "The model server did not answer within "
                        + endpoint.idleTimeout().toMillis() + " ms (" + endpoint.shownUri() + ")",
                endpoint);
    }

    static ModelFailure failure(Kind kind, String what, ResponsesEndpoint endpoint) {
        return endpoint.mask(ModelFailure.of(kind, ModelFailures.sentence(kind, what)));
    }

    /** Return a sentence with what the root of an exception says, which says most; some say nothing. */
    static String with(String what, Throwable thrown) {
        String message = "";
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            Throwable next = cause.getCause();
            String said = cause.getMessage();
            if (said != null && !said.isBlank() && (next == null || !said.equals(next.toString()))) {
                message = said;
            }
            cause = next;
        }
        return message.isEmpty() ? what : what + ": " + ModelFailures.clean(message);
    }

    private static <T> @Nullable T find(Throwable thrown, Class<T> type) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }

    /**
     * What a server says about an error.
     *
     * @param code the code, else the type, of the error, or empty
     * @param message its message; the whole body where it has another form
     */
    record Report(String code, String message) {
        static Report read(String body, JsonCodec json) {
            String text = body.strip();
            if (!text.startsWith("{")) {
                return new Report("", text.startsWith("<") ? "a page of HTML" : text);
            }
            try {
                JsonObject object = json.parse(text);
                Object error = object.asMap().get("error");
                if (error instanceof JsonObject details) {
                    return of(details, text);
                }
                return error instanceof String message ? new Report("", message) : of(object, text);
            } catch (PluginException e) {
                return new Report("", text);
            }
        }

        private static Report of(JsonObject error, String otherwise) {
            String code = text(error, "code");
            String message = text(error, "message");
            return new Report(
                    code.isEmpty() ? text(error, "type") : code,
                    message.isEmpty() ? text(error, "detail", otherwise) : message);
        }

        private static String text(JsonObject object, String name) {
            return text(object, name, "");
        }

        private static String text(JsonObject object, String name, String otherwise) {
            return object.asMap().get(name) instanceof String text ? text : otherwise;
        }
    }
}
