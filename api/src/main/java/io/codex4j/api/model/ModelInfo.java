package io.codex4j.api.model;

import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Say what a model can do.
 *
 * @param slug the name by which the model is asked for
 * @param known whether the provider knows the model, or this is a guess
 * @param contextWindow tokens that fit into one request
 * @param freeformTools whether tools whose input is plain text are understood
 * @param parallelToolCalls whether several tools may be called in one answer
 * @param images whether images are understood
 * @param reasoning whether the model reasons before it answers, and how that is set up by default
 * @param verbosity default length of answers: {@code low}, {@code medium}, {@code high}
 * @param toolOutputLimit how much of the output of one tool call the model should be shown
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ModelInfo(
        String slug,
        boolean known,
        OptionalLong contextWindow,
        boolean freeformTools,
        boolean parallelToolCalls,
        boolean images,
        Optional<ReasoningSettings> reasoning,
        Optional<String> verbosity,
        OutputLimit toolOutputLimit) {
    /** Return the careful guess about a model that nobody described. */
    public static ModelInfo unknown(String slug) {
        return new ModelInfo(
                slug,
                false,
                OptionalLong.empty(),
                false,
                false,
                true,
                Optional.empty(),
                Optional.empty(),
                new OutputLimit(OutputLimit.Unit.BYTES, 10_000));
    }

    /**
     * Bound the output of one tool call.
     *
     * @param unit what is counted
     * @param amount how many
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record OutputLimit(Unit unit, int amount) {
        /** What a limit counts; a token is taken as four bytes. */
        @API(status = API.Status.EXPERIMENTAL, since = "0.1")
        public enum Unit {
            BYTES,
            TOKENS
        }

        /** Return the limit in bytes of UTF-8. */
        public long bytes() {
            return unit == Unit.BYTES ? amount : 4L * amount;
        }
    }
}
