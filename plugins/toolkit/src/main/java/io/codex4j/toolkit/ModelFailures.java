package io.codex4j.toolkit;

import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelFailure.Kind;
import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Turn the errors of model servers into failures that the host understands.
 *
 * <p>Source of the codes: the errors of the Responses API, documented and seen.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ModelFailures {
    private static final int MAX_DETAIL = 1_000;

    private ModelFailures() {}

    /**
     * Return the failure that a server reported within a stream.
     *
     * @param code the code of the error, or empty; one that is not known counts as an error of the server
     * @param message what the server says about it, or empty; may hold a hint such as "try again in 1.2s"
     */
    public static ModelFailure reported(String code, String message) {
        Kind kind = kindOfCode(code).orElse(Kind.SERVER_ERROR);
        String detail = clean(message);
        if (detail.isEmpty()) {
            detail = code.isEmpty() ? "no reason given" : clean(code);
        }
        Optional<Duration> wait = waits(kind) ? RetryHints.inText(message) : Optional.empty();
        return new ModelFailure(kind, sentence(kind, "The model server reported an error: " + detail), wait);
    }

    /** Return the failure of work that was cancelled. */
    public static ModelFailure cancelled() {
        return ModelFailure.of(Kind.CANCELLED, "The request was cancelled.");
    }

    /** Return what a code of the Responses API means, if it is known. */
    static Optional<Kind> kindOfCode(String code) {
        return switch (code) {
            case "context_length_exceeded" -> Optional.of(Kind.CONTEXT_TOO_LONG);
            case "insufficient_quota", "usage_not_included", "usage_limit_reached", "billing_hard_limit_reached" ->
                Optional.of(Kind.QUOTA_EXCEEDED);
            case "rate_limit_exceeded", "slow_down" -> Optional.of(Kind.RATE_LIMITED);
            case "server_error", "server_is_overloaded", "vector_store_timeout" -> Optional.of(Kind.SERVER_ERROR);
            case "invalid_api_key" -> Optional.of(Kind.UNAUTHENTICATED);
            case "invalid_prompt",
                    "invalid_request_error",
                    "model_not_found",
                    "invalid_image",
                    "invalid_image_format",
                    "invalid_base64_image",
                    "invalid_image_url",
                    "invalid_image_mode",
                    "image_too_large",
                    "image_too_small",
                    "image_parse_error",
                    "image_content_policy_violation",
                    "image_file_too_large",
                    "image_file_not_found",
                    "unsupported_image_media_type",
                    "empty_image_file" -> Optional.of(Kind.INVALID_REQUEST);
            default -> Optional.empty();
        };
    }

    /** Tell whether a hint when to try again means anything for this kind. */
    static boolean waits(Kind kind) {
        return kind == Kind.RATE_LIMITED || kind == Kind.SERVER_ERROR;
    }

    /** Return the message for a person: what happened, and what to do where that is known. */
    static String sentence(Kind kind, String what) {
        String ended = what.endsWith(".") || what.endsWith("!") || what.endsWith("?") ? what : what + ".";
        return switch (kind) {
            case CONTEXT_TOO_LONG ->
                "The conversation does not fit into the model's context window any more. Start a new session, or clear"
                        + " earlier history before you try again. " + ended;
            case QUOTA_EXCEEDED ->
                "The account may not spend more on this model. Check its plan and its billing. " + ended;
            case UNAUTHENTICATED -> ended + " Check the API key of this provider.";
            case CONNECTION,
                    IDLE_TIMEOUT,
                    BROKEN_STREAM,
                    SERVER_ERROR,
                    RATE_LIMITED,
                    INCOMPLETE,
                    INVALID_REQUEST,
                    CANCELLED -> ended;
        };
    }

    /** Return foreign text in one line, without control characters, shortened. */
    static String clean(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_DETAIL));
        boolean space = false;
        for (int at = 0; at < text.length() && line.length() < MAX_DETAIL; at++) {
            char character = text.charAt(at);
            if (Character.isWhitespace(character) || Character.isISOControl(character)) {
                space = !line.isEmpty();
                continue;
            }
            if (space) {
                line.append(' ');
                space = false;
            }
            line.append(character);
        }
        if (line.length() >= MAX_DETAIL) {
            if (Character.isHighSurrogate(line.charAt(line.length() - 1))) {
                line.setLength(line.length() - 1);
            }
            line.append('…');
        }
        return line.toString();
    }
}
