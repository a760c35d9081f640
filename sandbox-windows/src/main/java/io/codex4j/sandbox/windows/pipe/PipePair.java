package io.codex4j.sandbox.windows.pipe;

import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.Pipes.Direction;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apiguardian.api.API;

/**
 * Serve two named pipes, one each way, to one client process; "in" and "out" in their names are as the client sees it.
 *
 * <p>Source of the names and rights: the Codex CLI 0.169, as measured on its programs.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class PipePair implements AutoCloseable {
    private static final String PREFIX = "\\\\.\\pipe\\codex-runner-";
    private static final int NAME_BITS = 128;
    private static final int NAMES_TRIED = 8;
    private static final long LOOK_AGAIN_AFTER_MS = 25;
    private static final int ERROR_ALREADY_EXISTS = 183;

    /** What Windows says when there is a pipe of that name, whoever made it. */
    private static final List<Integer> NAME_TAKEN =
            List.of(Win32Exception.ERROR_ACCESS_DENIED, ERROR_ALREADY_EXISTS, Win32Exception.ERROR_PIPE_BUSY);

    private final Pipes pipes;
    private final String name;
    private final PipeEnd toClient;
    private final PipeEnd fromClient;

    private PipePair(Pipes pipes, String name, Handle toClient, Handle fromClient) {
        this.pipes = pipes;
        this.name = name;
        this.toClient = new PipeEnd(pipes, toClient);
        this.fromClient = new PipeEnd(pipes, fromClient);
    }

    /** Make two pipes with names that nobody else uses, open to a single user. */
    public static PipePair create(Pipes pipes, String clientSid) throws IOException {
        SecureRandom random = new SecureRandom();
        for (int tried = 1; ; tried++) {
            String name = PREFIX + new BigInteger(NAME_BITS, random).toString(16);
            try {
                return create(pipes, name, "D:(A;;GA;;;" + clientSid + ")");
            } catch (Win32Exception e) {
                if (tried == NAMES_TRIED || !NAME_TAKEN.contains(e.code())) {
                    throw e;
                }
            }
        }
    }

    private static PipePair create(Pipes pipes, String name, String sddl) throws Win32Exception {
        Handle toClient = pipes.createServer(name + "-in", Direction.OUT, sddl);
        try {
            return new PipePair(pipes, name, toClient, pipes.createServer(name + "-out", Direction.IN, sddl));
        } catch (Win32Exception e) {
            pipes.close(toClient);
            throw e;
        }
    }

    /** Return the arguments that tell the client which pipes to open. */
    public List<String> arguments() {
        return List.of("--pipe-in=" + name + "-in", "--pipe-out=" + name + "-out");
    }

    /**
     * Wait until the client has opened both pipes; after a failure they are closed.
     *
     * @param client the only process that may
     * @param gone whether it has ended, so that there is nobody to wait for
     * @param atMost for each of the pipes
     * @throws IOException if it did not, or if it was another process
     */
    public void connect(int client, BooleanSupplier gone, Duration atMost) throws IOException, InterruptedException {
        boolean connected = false;
        try {
            connect(toClient, client, gone, atMost);
            connect(fromClient, client, gone, atMost);
            connected = true;
        } finally {
            if (!connected) {
                close();
            }
        }
    }

    private void connect(PipeEnd end, int client, BooleanSupplier gone, Duration atMost)
            throws IOException, InterruptedException {
        FutureTask<Integer> connection = new FutureTask<>(() -> end.call(pipe -> {
            pipes.connect(pipe);
            return pipes.clientProcess(pipe);
        }));
        Thread.ofPlatform().daemon().name("pipe-connect").start(connection);
        int opener = await(connection, gone, atMost);
        if (opener != client) {
            throw new IOException(
                    "process " + Integer.toUnsignedString(opener) + " opened a pipe that was made for process "
                            + Integer.toUnsignedString(client) + ": permission denied");
        }
    }

    private static int await(FutureTask<Integer> connection, BooleanSupplier gone, Duration atMost)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            try {
                return connection.get(LOOK_AGAIN_AFTER_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (gone.getAsBoolean()) {
                    throw new IOException("it ended before it opened its pipes", e);
                }
                if (System.nanoTime() >= deadline) {
                    throw new IOException("it did not open its pipes within " + atMost.toSeconds() + " seconds", e);
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            }
        }
    }

    /** Return what the client writes. */
    public InputStream input() {
        return new PipeInput(fromClient);
    }

    /** Return what the client reads. */
    public OutputStream output() {
        return new PipeOutput(toClient);
    }

    /** Close both pipes; what was written and not read yet is lost. */
    @Override
    public void close() {
        toClient.close();
        fromClient.close();
    }
}
