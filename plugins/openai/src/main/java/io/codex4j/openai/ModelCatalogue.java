package io.codex4j.openai;

import io.codex4j.api.model.ModelInfo;
import io.codex4j.api.model.ModelInfo.OutputLimit;
import io.codex4j.api.model.ReasoningSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known about models. Source: the requests that the Codex CLI 0.117 was seen to send for each slug.
 *
 * <p>A slug that is not in the table is taken for the longest one in it that it begins with ({@code gpt-5.4-2026-01-01}
 * for {@code gpt-5.4}); one namespace before a slash is passed over ({@code openai/gpt-5.4}).
 */
final class ModelCatalogue {
    private static final int OUTPUT_LIMIT = 10_000;
    private static final long WINDOW = 272_000;
    private static final long OPEN_WEIGHTS_WINDOW = 128_000;

    private ModelCatalogue() {}

    static ModelInfo describe(String slug) {
        Entry best = null;
        String plain = withoutNamespace(slug);
        for (Entry entry : Table.ENTRIES) {
            boolean better = best == null || entry.prefix.length() > best.prefix.length();
            if (better && plain.startsWith(entry.prefix)) {
                best = entry;
            }
        }
        return best == null ? ModelInfo.unknown(slug) : best.info(slug);
    }

    private static String withoutNamespace(String slug) {
        int slash = slug.indexOf('/');
        for (int at = 0; at < slash; at++) {
            char character = slug.charAt(at);
            if (!Character.isLetterOrDigit(character) && character != '_' && character != '-') {
                return slug;
            }
        }
        return slug.substring(slash + 1);
    }

    private record Entry(
            String prefix,
            boolean freeform,
            boolean parallel,
            Optional<String> summary,
            Optional<String> verbosity,
            OutputLimit.Unit unit,
            long window) {
        ModelInfo info(String slug) {
            return new ModelInfo(
                    slug,
                    true,
                    OptionalLong.of(window),
                    freeform,
                    parallel,
                    true,
                    Optional.of(new ReasoningSettings(Optional.of("medium"), summary)),
                    verbosity,
                    new OutputLimit(unit, OUTPUT_LIMIT));
        }
    }

    /** Loaded with the first question. */
    private static final class Table {
        private static final Optional<String> NONE = Optional.empty();
        private static final Optional<String> AUTO = Optional.of("auto");
        private static final Optional<String> LOW = Optional.of("low");

        static final List<Entry> ENTRIES = List.of(
                new Entry("gpt-5.4", true, true, NONE, LOW, OutputLimit.Unit.TOKENS, WINDOW),
                new Entry("gpt-5.3-codex", true, true, NONE, LOW, OutputLimit.Unit.TOKENS, WINDOW),
                new Entry("gpt-5.2-codex", true, true, AUTO, NONE, OutputLimit.Unit.TOKENS, WINDOW),
                new Entry("gpt-5.2", true, true, AUTO, LOW, OutputLimit.Unit.BYTES, WINDOW),
                new Entry("gpt-5.1-codex", true, false, AUTO, NONE, OutputLimit.Unit.TOKENS, WINDOW),
                new Entry("gpt-5.1", true, true, AUTO, LOW, OutputLimit.Unit.BYTES, WINDOW),
                new Entry("gpt-5-codex", true, false, AUTO, NONE, OutputLimit.Unit.TOKENS, WINDOW),
                new Entry("gpt-5", false, false, AUTO, NONE, OutputLimit.Unit.BYTES, WINDOW),
                new Entry("gpt-oss-120b", true, false, AUTO, NONE, OutputLimit.Unit.BYTES, OPEN_WEIGHTS_WINDOW),
                new Entry("gpt-oss-20b", true, false, AUTO, NONE, OutputLimit.Unit.BYTES, OPEN_WEIGHTS_WINDOW));
    }
}
