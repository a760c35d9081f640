package io.codex4j.toolkit;

import static io.codex4j.toolkit.RawServer.STREAM;
import static io.codex4j.toolkit.RawServer.chunk;
import static io.codex4j.toolkit.RawServer.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.Cancellation;
import io.codex4j.api.CancellationSource;
import io.codex4j.api.model.ModelEvent;
import io.codex4j.api.model.ModelException;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelFailure.Kind;
import io.codex4j.api.model.ModelStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResponsesCancellationTest {
    private static final String DELTA =
            "data: {\"type\":\"response.output_text.delta\",\"item_id\":\"m\",\"delta\":\"hi\"}\n\n";

    private final CancellationSource cancellation = new CancellationSource();

    @Test
    void beforeTheRequest() throws Exception {
        try (RawServer server = new RawServer();
                ResponsesClient client = client()) {
            cancellation.cancel();
            assertEquals(Kind.CANCELLED, refusal(client, server).kind());
            assertEquals(0, server.connections());
        }
    }

    @Test
    void beforeTheAnswerBegins() throws Exception {
        RawServer.Script[] script = new RawServer.Script[1];
        try (RawServer server = new RawServer((out, connection) -> script[0].answer(out, connection));
                ResponsesClient client = client()) {
            script[0] = server.stall("HTTP/1.1 200 OK\r\n");
            assertEquals(
                    Kind.CANCELLED,
                    whileCancelled(() -> refusal(client, server)).kind());
            assertTrue(server.clientWentAway());
        }
    }

    @Test
    void withinTheBodyOfAnError() throws Exception {
        RawServer.Script[] script = new RawServer.Script[1];
        try (RawServer server = new RawServer((out, connection) -> script[0].answer(out, connection));
                ResponsesClient client = client()) {
            script[0] = server.stall("HTTP/1.1 500 X\r\ncontent-length: 100\r\n\r\nhalf");
            assertEquals(
                    Kind.CANCELLED,
                    whileCancelled(() -> refusal(client, server)).kind());
            assertTrue(server.clientWentAway());
        }
    }

    @Test
    void withinTheWaitForTheNextTry() throws Exception {
        try (RawServer server = new RawServer(status(500, "retry-after: 30\r\n", ""));
                ResponsesClient client = client()) {
            assertEquals(
                    Kind.CANCELLED,
                    whileCancelled(() -> refusal(client, server)).kind());
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void withinTheStream() throws Exception {
        RawServer.Script[] script = new RawServer.Script[1];
        try (RawServer server = new RawServer((out, connection) -> script[0].answer(out, connection));
                ResponsesClient client = client()) {
            script[0] = server.stall(STREAM + "\r\n" + chunk(DELTA));
            try (ModelStream stream = open(client, server)) {
                assertInstanceOf(ModelEvent.TextDelta.class, stream.next());
                ModelEvent last = whileCancelled(stream::next);
                assertEquals(
                        Kind.CANCELLED,
                        assertInstanceOf(ModelEvent.Failed.class, last)
                                .failure()
                                .kind());
                assertThrows(IllegalStateException.class, stream::next);
            }
            assertTrue(server.clientWentAway());
        }
    }

    @Test
    void atOnceEvenIfMoreOfTheAnswerIsHere() throws Exception {
        RawServer.Script[] script = new RawServer.Script[1];
        try (RawServer server = new RawServer((out, connection) -> script[0].answer(out, connection));
                ResponsesClient client = client()) {
            script[0] = server.stall(STREAM + "\r\n" + chunk(DELTA.repeat(1000)));
            try (ModelStream stream = open(client, server)) {
                assertInstanceOf(ModelEvent.TextDelta.class, stream.next());
                cancellation.cancel();
                assertInstanceOf(ModelEvent.Failed.class, stream.next());
            }
        }
    }

    @Test
    void closingFromAnotherThreadEndsTheStream() throws Exception {
        RawServer.Script[] script = new RawServer.Script[1];
        try (RawServer server = new RawServer((out, connection) -> script[0].answer(out, connection));
                ResponsesClient client = client()) {
            script[0] = server.stall(STREAM + "\r\n");
            ModelStream stream = open(client, server);
            FutureTask<ModelEvent> next = start(stream::next);
            Thread.sleep(100);
            stream.close();
            ModelEvent last = next.get(10, TimeUnit.SECONDS);
            assertEquals(
                    Kind.CANCELLED,
                    assertInstanceOf(ModelEvent.Failed.class, last).failure().kind());
            assertTrue(server.clientWentAway());
        }
    }

    @Test
    void closingTheClientEndsTheStream() throws Exception {
        RawServer.Script[] script = new RawServer.Script[1];
        try (RawServer server = new RawServer((out, connection) -> script[0].answer(out, connection))) {
            script[0] = server.stall(STREAM + "\r\n");
            ResponsesClient client = client();
            ModelStream stream = open(client, server);
            FutureTask<ModelEvent> next = start(stream::next);
            Thread.sleep(100);
            client.close();
            assertInstanceOf(ModelEvent.Failed.class, next.get(10, TimeUnit.SECONDS));
            assertTrue(server.clientWentAway());
        }
    }

    @Test
    void anInterruptIsKept() throws Exception {
        RawServer.Script[] script = new RawServer.Script[1];
        try (RawServer server = new RawServer((out, connection) -> script[0].answer(out, connection));
                ResponsesClient client = client()) {
            script[0] = server.stall("HTTP/1.1 200 OK\r\n");
            Thread.currentThread().interrupt();
            assertEquals(Kind.CANCELLED, refusal(client, server).kind());
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void noThreadIsLeft() throws Exception {
        RawServer.Script[] script = new RawServer.Script[1];
        try (RawServer server = new RawServer((out, connection) -> script[0].answer(out, connection))) {
            script[0] = server.stall(STREAM + "\r\n" + chunk(DELTA));
            ResponsesClient client = client();
            ModelStream stream = open(client, server);
            assertInstanceOf(ModelEvent.TextDelta.class, stream.next());
            assertTrue(!clientThreads().isEmpty(), "the threads of the HTTP client have another name now");
            cancellation.cancel();
            client.close();
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (!clientThreads().isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            assertEquals(List.of(), clientThreads());
        }
    }

    private static List<String> clientThreads() {
        List<String> names = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.isAlive() && thread.getName().startsWith("HttpClient-")) {
                names.add(thread.getName());
            }
        }
        return names;
    }

    private static ResponsesClient client() {
        return new ResponsesClient(TestHost.PLAIN, HttpClients.create(URI.create("http://127.0.0.1")));
    }

    private ModelStream open(ResponsesClient client, RawServer server) throws ModelException {
        return client.open(ResponsesClientTest.endpoint(server.uri(), 0), ResponsesClientTest.request(), cancellation);
    }

    private ModelFailure refusal(ResponsesClient client, RawServer server) {
        return assertThrows(
                        ModelException.class,
                        () -> client.open(
                                        ResponsesClientTest.endpoint(server.uri(), 4),
                                        ResponsesClientTest.request(),
                                        cancellation)
                                .close())
                .failure();
    }

    /** Do something that blocks, cancel, and return what it came to; it may take no longer than a moment. */
    private <T> T whileCancelled(Callable<T> work) throws Exception {
        FutureTask<T> task = start(work);
        Thread.sleep(300);
        assertTrue(!task.isDone(), "it did not wait");
        long begin = System.nanoTime();
        cancellation.cancel();
        T result = task.get(10, TimeUnit.SECONDS);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        assertTrue(millis < 1_000, "it took " + millis + " ms");
        return result;
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    /** Also the type of a cancellation that nobody ever uses. */
    @Test
    void aCancellationThatNeverComesChangesNothing() throws Exception {
        try (RawServer server = new RawServer(RawServer.stream("", DELTA));
                ResponsesClient client = client();
                ModelStream stream = client.open(
                        ResponsesClientTest.endpoint(server.uri(), 0),
                        ResponsesClientTest.request(),
                        Cancellation.none())) {
            assertInstanceOf(ModelEvent.TextDelta.class, stream.next());
        }
    }
}
