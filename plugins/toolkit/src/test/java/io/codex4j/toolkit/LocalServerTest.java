package io.codex4j.toolkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalServerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:8080/v1", "http://127.9.9.9", "HTTP://LocalHost/v1", "http://[::1]:1234/v1"})
    void isOnThisMachine(String server) {
        assertTrue(LocalServer.isLocal(URI.create(server)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/v1",
                "http://127.0.0.1.example.com/v1",
                "http://localhost.example.com",
                "http://10.0.0.1",
                "http:relative"
            })
    void isElsewhere(String server) {
        assertFalse(LocalServer.isLocal(URI.create(server)));
    }
}
