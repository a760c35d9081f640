package io.codex4j.openai;

/** Say where the key of a provider comes from. */
sealed interface KeySource {
    /** The account with OpenAI: {@code CODEX_API_KEY}, {@code OPENAI_API_KEY}, or {@code auth.json}. */
    record Account() implements KeySource {}

    /**
     * An environment variable.
     *
     * @param variable its name
     * @param instructions how a person gets a key, or empty
     */
    record Variable(String variable, String instructions) implements KeySource {}

    /** The key stands in config.toml. */
    record Given(String key) implements KeySource {
        /** Never return the key. */
        @Override
        public String toString() {
            return "Given[***]";
        }
    }

    /** No key is sent. */
    record None() implements KeySource {}
}
