package io.codex4j.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.codex4j.api.model.ModelInfo;
import io.codex4j.api.model.ReasoningSettings;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row is what the Codex CLI 0.117 put into its request, its tools and its rollout for that slug. */
class ModelCatalogueTest {
    @ParameterizedTest
    @CsvSource({
        "gpt-5.4,true,true,,low,TOKENS,272000",
        "gpt-5.4-mini,true,true,,low,TOKENS,272000",
        "gpt-5.4-2026-01-01,true,true,,low,TOKENS,272000",
        "openai/gpt-5.4,true,true,,low,TOKENS,272000",
        "gpt-5.3-codex,true,true,,low,TOKENS,272000",
        "gpt-5.3-codex-spark,true,true,,low,TOKENS,272000",
        "gpt-5.2-codex,true,true,auto,,TOKENS,272000",
        "gpt-5.2,true,true,auto,low,BYTES,272000",
        "gpt-5.1-codex-max,true,false,auto,,TOKENS,272000",
        "gpt-5.1-codex-mini,true,false,auto,,TOKENS,272000",
        "gpt-5.1-codex,true,false,auto,,TOKENS,272000",
        "gpt-5.1,true,true,auto,low,BYTES,272000",
        "gpt-5-codex,true,false,auto,,TOKENS,272000",
        "gpt-5-codex-mini,true,false,auto,,TOKENS,272000",
        "gpt-5,false,false,auto,,BYTES,272000",
        "gpt-5-mini,false,false,auto,,BYTES,272000",
        "gpt-5.3,false,false,auto,,BYTES,272000",
        "gpt-oss-120b,true,false,auto,,BYTES,128000",
        "gpt-oss-20b,true,false,auto,,BYTES,128000",
    })
    void knowsWhatTheReferenceKnows(
            String slug,
            boolean freeform,
            boolean parallel,
            String summary,
            String verbosity,
            String unit,
            long window) {
        ModelInfo expected = new ModelInfo(
                slug,
                true,
                OptionalLong.of(window),
                freeform,
                parallel,
                true,
                Optional.of(new ReasoningSettings(Optional.of("medium"), Optional.ofNullable(summary))),
                Optional.ofNullable(verbosity),
                new ModelInfo.OutputLimit(ModelInfo.OutputLimit.Unit.valueOf(unit), 10_000));
        assertEquals(expected, ModelCatalogue.describe(slug));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "nosuch",
                "gpt-6",
                "gpt-4.1",
                "o3",
                "gpt-oss:20b",
                "codex-mini-latest",
                "a/b/gpt-5.4",
                "bad ns/gpt-5.4",
                "xgpt-5.4"
            })
    void guessesCarefullyAboutTheRest(String slug) {
        assertEquals(ModelInfo.unknown(slug), ModelCatalogue.describe(slug));
    }
}
