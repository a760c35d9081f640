package io.codex4j.api.model;

import org.apiguardian.api.API;

/**
 * Count tokens.
 *
 * @param input all tokens of the request, the cached ones included
 * @param cachedInput those of them that the server had in its cache
 * @param output all tokens of the answer, the reasoning included
 * @param reasoningOutput those of them that were spent on reasoning
 * @param total input and output together, as the server says
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record TokenUsage(long input, long cachedInput, long output, long reasoningOutput, long total) {
    /** Nothing spent. */
    public static final TokenUsage ZERO = new TokenUsage(0, 0, 0, 0, 0);

    /** Return the sum of both. */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                input + other.input,
                cachedInput + other.cachedInput,
                output + other.output,
                reasoningOutput + other.reasoningOutput,
                total + other.total);
    }
}
