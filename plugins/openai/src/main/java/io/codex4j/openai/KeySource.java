package io.codex4j.openai;

import io.codex4j.api.model.ModelException;
import java.util.Optional;

/** Say where the key of a provider comes from. */
interface KeySource {
    /**
     * Look the key up.
     *
     * @return the key, or nothing where none is to be sent
     * @throws ModelException if a key is needed and missing; the message says what to do
     */
    Optional<String> find(Credentials credentials) throws ModelException;

    /** The account with OpenAI: {@code CODEX_API_KEY}, {@code OPENAI_API_KEY}, or {@code auth.json}. */
    record Account() implements KeySource {
        @Override
        public Optional<String> find(Credentials credentials) throws ModelException {
            return Optional.of(credentials.ofAccount());
        }
    }

    /**
     * An environment variable.
     *
     * @param variable its name
     * @param instructions how a person gets a key, or empty
     */
    record Variable(String variable, String instructions) implements KeySource {
        @Override
        public Optional<String> find(Credentials credentials) throws ModelException {
            return Optional.of(credentials.ofVariable(variable, instructions));
        }
    }

    /** The key stands in config.toml. */
    record Given(String key) implements KeySource {
        @Override
        public Optional<String> find(Credentials credentials) {
            return Optional.of(key);
        }

        /** Never return the key. */
        @Override
        public String toString() {
            return "Given[***]";
        }
    }

    /** No key is sent. */
    record None() implements KeySource {
        @Override
        public Optional<String> find(Credentials credentials) {
            return Optional.empty();
        }
    }
}
