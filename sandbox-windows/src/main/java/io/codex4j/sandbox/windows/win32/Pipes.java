package io.codex4j.sandbox.windows.win32;

import org.apiguardian.api.API;

/** Make and use pipes. The blocking calls block the thread's carrier: give them platform threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface Pipes {
    /** Which way the bytes go, as this process sees it. */
    enum Direction {
        IN,
        OUT
    }

    /**
     * The two ends of an anonymous pipe.
     *
     * @param read the end that is read from
     * @param write the end that is written to
     */
    record Ends(Handle read, Handle write) {}

    /** Make the serving end of a named pipe with a single instance, byte by byte (CreateNamedPipeW). */
    Handle createServer(String name, Direction direction, String sddl) throws Win32Exception;

    /** Wait until a client is connected (ConnectNamedPipe); one that already is counts. */
    void connect(Handle server) throws Win32Exception;

    /** Return the process id of the client (GetNamedPipeClientProcessId), unsigned. */
    int clientProcess(Handle server) throws Win32Exception;

    /** Open the client's end of a named pipe (CreateFileW). */
    Handle openClient(String name, Direction direction) throws Win32Exception;

    /** Make an anonymous pipe; neither end is inherited but by the children that it is given to. */
    Ends create() throws Win32Exception;

    /** Return how many bytes can be read without waiting (PeekNamedPipe). */
    int available(Handle pipe) throws Win32Exception;

    /** Read at least one byte; -1 when the other side has closed the pipe. */
    int read(Handle pipe, byte[] target, int offset, int length) throws Win32Exception;

    /** Write all the bytes. */
    void write(Handle pipe, byte[] source, int offset, int length) throws Win32Exception;

    /** Return this thread, for {@link #cancel}; to be closed. */
    Handle currentThread() throws Win32Exception;

    /** Make the blocking call that a thread is in fail with ERROR_OPERATION_ABORTED; nothing if it is in none. */
    void cancel(Handle thread) throws Win32Exception;

    /** Close an end of a pipe, or a thread. */
    void close(Handle handle);
}
