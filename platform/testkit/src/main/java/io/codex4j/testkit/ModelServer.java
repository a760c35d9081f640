package io.codex4j.testkit;

import io.codex4j.api.JsonObject;
import io.codex4j.protocol.Json;
import io.codex4j.scripted.HttpAnswer;
import io.codex4j.scripted.Scenario;
import io.codex4j.scripted.ScenarioPlayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apiguardian.api.API;

/**
 * Serve a scripted model on the loopback interface, and keep what was asked. Safe for use by several threads.
 *
 * <p>Speaks the Responses API ({@code POST …/responses}, server-sent events over a chunked body) and lists models
 * ({@code GET …/models}); routes of the scenario come before both. Everything else is status 404.
 *
 * <p>Beside what a {@link Scenario} can say to any player, a turn may send bytes as they are, to be as hostile as
 * needed: {@code "raw": {"text": "…"}} or {@code {"body_base64": "…"}}, {@code "repeat"} times, or {@code "parts"}, a
 * list of such objects. {@code "chunked": false} sends them without chunks and closes the connection afterwards,
 * {@code "head": false} leaves out status line and headers.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ModelServer implements AutoCloseable {
    private static final int BACKLOG = 64;

    private final ServerSocket listener;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<ServerProtocol> protocols = List.of(new ResponsesProtocol(), new ModelListProtocol());
    private final RequestLog log = new RequestLog();
    private volatile Run run;

    /** One scenario from its beginning, with the answers that may be sent again as they are. */
    record Run(ScenarioPlayer player, Map<Integer, byte[]> cache) {
        static Run of(Scenario scenario) {
            return new Run(new ScenarioPlayer(scenario, Json.CODEC, System.getenv()), new ConcurrentHashMap<>());
        }
    }

    private ModelServer(ServerSocket listener, Scenario scenario) {
        this.listener = listener;
        this.run = Run.of(scenario);
    }

    /** Start a server on a free port; it is ready when this returns. */
    public static ModelServer start(Scenario scenario) {
        try {
            ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            ModelServer server = new ModelServer(listener, scenario);
            Thread.ofVirtual().name("model-server-" + server.port()).start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Return the port. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Return what a provider takes as its {@code base_url}, such as {@code http://127.0.0.1:4711/v1}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    /** Play another scenario from its first turn on, and forget all requests so far. */
    public void play(Scenario scenario) {
        run = Run.of(scenario);
        log.clear();
    }

    /** Return all requests so far, in the order in which they were complete. */
    public List<RecordedRequest> requests() {
        return log.requests();
    }

    /** Return the requests that a turn answered. */
    public List<RecordedRequest> generations() {
        return requests().stream().filter(request -> request.turn().isPresent()).toList();
    }

    /**
     * Wait until so many requests were received, and return all.
     *
     * @throws AssertionError if they do not come in time
     */
    public List<RecordedRequest> awaitRequests(int count, Duration timeout) throws InterruptedException {
        return log.await(count, timeout);
    }

    /** Return what went wrong in the server itself, such as a request that is no HTTP, or a turn it cannot play. */
    public List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /** Stop at once; answers that are under way are cut. */
    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connections.forEach(HttpConnection::close);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().name("model-connection-" + socket.getPort()).start(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    failures.add(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (HttpConnection connection = new HttpConnection(socket)) {
            connections.add(connection);
            try {
                answerAll(connection);
            } catch (MalformedRequestException | RuntimeException e) {
                // Kept before the connection is closed, so that who sees it closed can look up why.
                failures.add(e);
            } finally {
                connections.remove(connection);
            }
        } catch (IOException e) {
            // The client has gone, or the script told us to go: either is the end of this connection only.
            return;
        }
    }

    private void answerAll(HttpConnection connection) throws IOException {
        while (!isClosed()) {
            Optional<HttpRequest> request = connection.read();
            if (request.isEmpty()) {
                return;
            }
            answer(request.get(), connection);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void answer(HttpRequest request, HttpConnection connection) throws IOException {
        Exchange exchange = new Exchange(request, connection, run, log, closed);
        Optional<JsonObject> route = route(request, exchange.scenario());
        if (route.isPresent()) {
            exchange.record();
            exchange.send(HttpAnswer.of(route.get(), 200));
            return;
        }
        for (ServerProtocol protocol : protocols) {
            if (protocol.serves(request)) {
                protocol.answer(exchange);
                return;
            }
        }
        exchange.record();
        exchange.sendError(404, "no such route: " + request.method() + " " + request.route());
    }

    private static Optional<JsonObject> route(HttpRequest request, Scenario scenario) {
        return scenario.json()
                .findObject("routes")
                .flatMap(routes -> routes.findObject(request.method() + " " + request.route()));
    }
}
