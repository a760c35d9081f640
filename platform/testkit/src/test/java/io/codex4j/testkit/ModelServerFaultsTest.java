package io.codex4j.testkit;

import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.raw;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.scripted.ScenarioTurn.End;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelServerFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ModelServer server = ModelServer.start(Script.of().scenario());
    private final TestClient client = new TestClient(server);

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aDisconnectComesInTheMiddleOfTheBody() {
        server.play(Script.of(turn(message("some text")).end(End.DISCONNECT, 4)).scenario());

        assertThrows(IOException.class, () -> client.post("{}"));
    }

    @Test
    void aDisconnectAndAResetLookDifferentToTheClient() throws Exception {
        server.play(Script.of(
                        turn(message("some text")).end(End.DISCONNECT, 4),
                        turn(message("some text")).end(End.RESET, 4))
                .scenario());

        String cut = client.exchange("{}");
        assertTrue(cut.contains("response.content_part.added"), cut);
        assertFalse(cut.contains("delta") || cut.endsWith("0\r\n\r\n"), cut);
        assertThrows(SocketException.class, () -> client.exchange("{}"));
    }

    @Test
    void anAnswerMayEndWellWithoutALastEvent() throws Exception {
        server.play(Script.of(turn(message("some text")).end(End.NONE)).scenario());

        HttpResponse<String> response = client.post("{}");

        assertTrue(response.body().contains("response.output_item.done"), response.body());
        assertFalse(response.body().contains("response.completed"), response.body());
    }

    @Test
    void aStallKeepsTheConnectionOpenAndSilent() throws Exception {
        server.play(Script.of(turn(message("x")).end(End.STALL, 1)).scenario());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            TestClient.request(socket, "{}");
            socket.setSoTimeout(200);
            InputStream in = socket.getInputStream();

            assertThrows(SocketTimeoutException.class, in::readAllBytes);
        }
    }

    @Test
    void aStallEndsAfterItsTime() throws Exception {
        server.play(Script.of(turn(message("x")).end(End.STALL, 1).with("stall_ms", 50))
                .scenario());

        assertTrue(client.exchange("{}").contains("response.created"));
    }

    @Test
    void closingCutsWhatIsUnderWay() throws Exception {
        server.play(Script.of(turn().with("delay_ms", 60_000)).scenario());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            TestClient.request(socket, "{}");
            server.awaitRequests(1, PATIENCE);

            server.close();

            assertEquals(-1, TestClient.readQuietly(socket));
        }
    }

    @Test
    void rawBytesAreTheWholeBody() throws Exception {
        server.play(Script.of(
                        raw("data: {broken\n\n"),
                        turn().with("raw", Map.of("body_base64", "/wD/", "repeat", 2)),
                        turn().with(
                                        "raw",
                                        Map.of(
                                                "parts",
                                                List.of(Map.of("text", "a"), Map.of("text", "bc", "repeat", 3)))))
                .scenario());

        assertEquals("data: {broken\n\n", client.post("{}").body());
        assertArrayEquals(
                new byte[] {-1, 0, -1, -1, 0, -1}, client.stream("{}").body().readAllBytes());
        assertEquals("abcbcbc", client.post("{}").body());
    }

    @Test
    void rawBytesNeedNeitherChunksNorAHead() throws Exception {
        server.play(Script.of(
                        turn().with("raw", Map.of("text", "loose", "chunked", false)),
                        turn().with("raw", Map.of("text", "SSH-2.0-x\r\n", "head", false)),
                        turn().with("raw", Map.of("text", "cut")).end(End.DISCONNECT))
                .scenario());

        assertEquals("loose", client.post("{}").body());
        assertEquals("SSH-2.0-x\r\n", client.exchange("{}"));
        assertTrue(client.exchange("{}").endsWith("\r\n3\r\ncut\r\n"));
    }

    @Test
    void aHugeRawAnswerNeedsLittleMemory() throws Exception {
        server.play(Script.of(turn().with("raw", Map.of("text", "0123456", "repeat", 30_000_000)))
                .scenario());

        HttpResponse<InputStream> response = client.stream("{}");

        try (InputStream body = response.body()) {
            assertEquals(210_000_000, body.transferTo(OutputStream.nullOutputStream()));
        }
    }

    @Test
    void aTurnThatCannotBePlayedIsAFailureOfTheServer() throws Exception {
        server.play(
                Script.of(turn(Script.item("custom_tool_call").with("name", "x").with("input_file", "no/such")))
                        .scenario());

        assertThrows(IOException.class, () -> client.post("{}"));

        assertTrue(server.failures().getFirst().toString().contains("no/such"));
    }

    @Test
    void garbageIsNotARequest() throws Exception {
        for (String garbage : List.of(
                "\0\1\2\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n")) {
            int before = server.failures().size();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.getOutputStream().write(garbage.getBytes(StandardCharsets.ISO_8859_1));
                assertEquals(-1, TestClient.readQuietly(socket));
            }
            assertEquals(before + 1, server.failures().size(), garbage);
        }
        assertEquals(404, client.get("/still/there").statusCode());
    }

    @Test
    void aClientThatLeavesHarmsNobody() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write("POST /v1/responses HTTP/1.1\r\nContent-Length: 99\r\n\r\n{"
                            .getBytes(StandardCharsets.US_ASCII));
        }

        assertEquals(404, client.get("/still/there").statusCode());
        assertEquals(List.of(), server.failures());
    }
}
