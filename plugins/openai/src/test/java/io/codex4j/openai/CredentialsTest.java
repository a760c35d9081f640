package io.codex4j.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.model.ModelException;
import io.codex4j.api.model.ModelFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final String SECRET = "sk-very-secret-0123456789";

    @TempDir
    private Path home;

    @Test
    void aVariableIsReadWithoutTheSpaceAroundIt() throws ModelException {
        assertEquals(Optional.of("k1"), new KeySource.Variable("K", "").find(credentials(Map.of("K", " k1\n"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n"})
    void aVariableWithoutAValueIsMissing(String value) {
        ModelException refused = assertThrows(
                ModelException.class,
                () -> new KeySource.Variable("MOCK_KEY", "").find(credentials(Map.of("MOCK_KEY", value))));
        assertEquals(
                "Missing environment variable: `MOCK_KEY`.", refused.failure().message());
        assertEquals(Kind.UNAUTHENTICATED, refused.failure().kind());
        assertFalse(refused.failure().retryable());
    }

    @Test
    void instructionsHelpWhoHasNoKey() {
        ModelException refused = assertThrows(
                ModelException.class, () -> new KeySource.Variable("K", "Ask Bob.").find(credentials(Map.of())));
        assertEquals(
                "Missing environment variable: `K`. Ask Bob.", refused.failure().message());
    }

    @Test
    void theAccountsKeyComesFromTheEnvironmentBeforeTheFile() throws Exception {
        store("{\"auth_mode\":\"apikey\",\"OPENAI_API_KEY\":\"filed\"}");
        assertEquals(Optional.of("filed"), account(Map.of()));
        assertEquals(Optional.of("open"), account(Map.of("OPENAI_API_KEY", "open")));
        assertEquals(Optional.of("own"), account(Map.of("OPENAI_API_KEY", "open", "CODEX_API_KEY", "own")));
    }

    @Test
    void aLoginCountsAtOnce() throws Exception {
        Credentials credentials = credentials(Map.of());
        KeySource account = new KeySource.Account();
        assertThrows(ModelException.class, () -> account.find(credentials));
        store("{\"OPENAI_API_KEY\":\"new\"}");
        assertEquals(Optional.of("new"), account.find(credentials));
    }

    @Test
    void whoHasNoKeyIsToldWhatToDo() throws Exception {
        store("{\"OPENAI_API_KEY\":null,\"tokens\":{}}");
        ModelException refused = assertThrows(ModelException.class, () -> account(Map.of()));
        assertEquals(Kind.UNAUTHENTICATED, refused.failure().kind());
        assertTrue(refused.getMessage().contains("OPENAI_API_KEY"), refused.getMessage());
        assertTrue(refused.getMessage().contains("auth.json"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[\"" + SECRET + "\"]",
                "{\"OPENAI_API_KEY\": " + SECRET + "}",
                "{\"OPENAI_API_KEY\":[\"" + SECRET + "\"]}"
            })
    void aFileThatMakesNoSenseIsNamedAndNotQuoted(String text) throws Exception {
        store(text);
        ModelException refused = assertThrows(ModelException.class, () -> account(Map.of()));
        assertTrue(refused.getMessage().contains("auth.json"), refused.getMessage());
        assertFalse(refused.getMessage().contains(SECRET), refused.getMessage());
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        Files.createDirectory(home.resolve("auth.json"));
        ModelException refused = assertThrows(ModelException.class, () -> account(Map.of()));
        assertTrue(refused.getMessage().contains("cannot be read"), refused.getMessage());
    }

    @Test
    void aKeyThatNoHeaderCanHoldIsRefusedUnseen() throws Exception {
        String bad = SECRET + "\u0007" + SECRET;
        store("{\"OPENAI_API_KEY\":\"" + SECRET + "\\u0007\"}");
        for (Map<String, String> environment : List.of(Map.of("OPENAI_API_KEY", bad), Map.<String, String>of())) {
            ModelException refused = assertThrows(ModelException.class, () -> account(environment));
            assertFalse(refused.getMessage().contains(SECRET), refused.getMessage());
        }
    }

    private void store(String text) throws IOException {
        Files.writeString(home.resolve("auth.json"), text);
    }

    private Optional<String> account(Map<String, String> environment) throws ModelException {
        return new KeySource.Account().find(credentials(environment));
    }

    private Credentials credentials(Map<String, String> environment) {
        return new Credentials(new TestHost(environment, home));
    }
}
