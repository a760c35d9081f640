package io.codex4j.toolkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server on loopback that answers each request with the next of its scripts, byte by byte as they say. */
final class RawServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch clientGone = new CountDownLatch(1);
    private volatile int connections;

    RawServer(Script... scripts) throws IOException {
        this.scripts.addAll(List.of(scripts));
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Say what is sent for one request. The connection is closed unless it returns true. */
    @FunctionalInterface
    interface Script {
        boolean answer(OutputStream out, Socket connection) throws IOException, InterruptedException;
    }

    /** What a client sent. */
    record Request(String line, List<String> headers, String body) {
        String header(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ": ";
            for (String header : headers) {
                if (header.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                    return header.substring(prefix.length());
                }
            }
            return "";
        }
    }

    /** Return a script that sends this text and closes the connection. */
    static Script text(String text) {
        return (out, connection) -> {
            out.write(text.getBytes(UTF_8));
            return false;
        };
    }

    static Script status(int status, String headers, String body) {
        return text("HTTP/1.1 " + status + " X\r\n" + headers + "connection: close\r\ncontent-length: "
                + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
    }

    /** Return a script that streams this text and ends the body in good order, keeping the connection. */
    static Script stream(String headers, String body) {
        return (out, connection) -> {
            out.write((STREAM + headers + "\r\n" + chunk(body) + "0\r\n\r\n").getBytes(UTF_8));
            return true;
        };
    }

    /** Return a script that streams this text and then says nothing until the client goes away. */
    Script stall(String text) {
        return (out, connection) -> {
            out.write(text.getBytes(UTF_8));
            out.flush();
            awaitEnd(connection);
            return false;
        };
    }

    static final String STREAM = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n";

    static String chunk(String text) {
        return Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n";
    }

    void awaitEnd(Socket connection) {
        try {
            if (connection.getInputStream().read() < 0) {
                clientGone.countDown();
            }
        } catch (IOException e) {
            clientGone.countDown();
        }
    }

    boolean clientWentAway() throws InterruptedException {
        return clientGone.await(10, TimeUnit.SECONDS);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1/responses");
    }

    List<Request> requests() {
        return requests;
    }

    int connections() {
        return connections;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread only.
    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections++;
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (true) {
                Request request = read(in);
                requests.add(request);
                Script script = scripts.poll();
                OutputStream out = connection.getOutputStream();
                if (script == null || !script.answer(out, connection)) {
                    out.flush();
                    return;
                }
                out.flush();
            }
        } catch (IOException e) {
            clientGone.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request read(InputStream in) throws IOException {
        String line = line(in);
        List<String> headers = new CopyOnWriteArrayList<>();
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            headers.add(header);
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        return new Request(line, headers, new String(in.readNBytes(length), UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("client gone");
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
