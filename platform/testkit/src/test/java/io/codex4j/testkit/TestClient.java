package io.codex4j.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Ask a model server, by the client of the JDK or by hand. */
final class TestClient implements AutoCloseable {
    private final ModelServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    TestClient(ModelServer server) {
        this.server = server;
    }

    @Override
    public void close() {
        client.close();
    }

    HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        return send(BodyPublishers.ofString(body), headers);
    }

    HttpResponse<InputStream> stream(String body) throws IOException, InterruptedException {
        return client.send(request(BodyPublishers.ofString(body)), BodyHandlers.ofInputStream());
    }

    HttpResponse<String> send(BodyPublisher body, String... headers) throws IOException, InterruptedException {
        return client.send(request(body, headers), BodyHandlers.ofString());
    }

    private HttpRequest request(BodyPublisher body, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/responses?a=b"))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(body);
        for (int index = 0; index < headers.length; index += 2) {
            builder.header(headers[index], headers[index + 1]);
        }
        return builder.build();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Return all bytes of an answer, head and framing included. */
    String exchange(String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            request(socket, body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static void request(Socket socket, String body) throws IOException {
        String request =
                "POST /v1/responses HTTP/1.1\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
        socket.getOutputStream().write((request + body).getBytes(StandardCharsets.US_ASCII));
    }

    /** Read one byte; a reset counts as the end, for the server may close with our bytes still unread. */
    static int readQuietly(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        }
    }
}
