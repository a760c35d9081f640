package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import org.apiguardian.api.API;

/** Make and use the pipes of Windows itself. Safe for several threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class JnaPipes implements Pipes {
    private static final int PIPE_ACCESS_INBOUND = 1;
    private static final int PIPE_ACCESS_OUTBOUND = 2;
    private static final int FILE_FLAG_FIRST_PIPE_INSTANCE = 0x80000;
    private static final int BYTES_AND_WAIT = 0;
    private static final int BUFFER_SIZE = 65536;
    private static final int FILE_GENERIC_READ = 0x120089;
    private static final int FILE_GENERIC_WRITE = 0x120116;
    private static final int OPEN_EXISTING = 3;
    private static final int DUPLICATE_SAME_ACCESS = 2;
    private static final int ERROR_NOT_FOUND = 1168;
    /** What one call moves at most; before the bytes of a call stands how many were moved. */
    private static final int CHUNK = 65536;

    private static final int COUNT_SIZE = 8;

    @Override
    public Handle createServer(String name, Direction direction, String sddl) throws Win32Exception {
        int access = direction == Direction.OUT ? PIPE_ACCESS_OUTBOUND : PIPE_ACCESS_INBOUND;
        try (SecurityAttributes security = SecurityAttributes.of(sddl)) {
            // First instance: else a pipe that somebody made under this name before, with rights of his own, is joined.
            long pipe = PipeFunctions.CreateNamedPipeW(
                    new WString(name),
                    access | FILE_FLAG_FIRST_PIPE_INSTANCE,
                    BYTES_AND_WAIT,
                    1,
                    BUFFER_SIZE,
                    BUFFER_SIZE,
                    0,
                    security.pointer());
            return opened("CreateNamedPipeW", pipe);
        }
    }

    @Override
    public void connect(Handle server) throws Win32Exception {
        if (PipeFunctions.ConnectNamedPipe(server.value(), null) == 0) {
            int code = Native.getLastError();
            if (code != Win32Exception.ERROR_PIPE_CONNECTED) {
                throw new Win32Exception("ConnectNamedPipe", code);
            }
        }
    }

    @Override
    public int clientProcess(Handle server) throws Win32Exception {
        IntByReference id = new IntByReference();
        check("GetNamedPipeClientProcessId", PipeFunctions.GetNamedPipeClientProcessId(server.value(), id));
        return id.getValue();
    }

    @Override
    public Handle openClient(String name, Direction direction) throws Win32Exception {
        int access = direction == Direction.IN ? FILE_GENERIC_READ : FILE_GENERIC_WRITE;
        long pipe = PipeFunctions.CreateFileW(new WString(name), access, 0, null, OPEN_EXISTING, 0, 0);
        return opened("CreateFileW", pipe);
    }

    @Override
    public Ends create() throws Win32Exception {
        LongByReference read = new LongByReference();
        LongByReference write = new LongByReference();
        // No security attributes: neither handle is inherited.
        check("CreatePipe", PipeFunctions.CreatePipe(read, write, null, BUFFER_SIZE));
        return new Ends(new Handle(read.getValue()), new Handle(write.getValue()));
    }

    @Override
    public int available(Handle pipe) throws Win32Exception {
        IntByReference total = new IntByReference();
        check("PeekNamedPipe", PipeFunctions.PeekNamedPipe(pipe.value(), null, 0, null, total, null));
        return total.getValue();
    }

    @Override
    public int read(Handle pipe, byte[] target, int offset, int length) throws Win32Exception {
        if (length == 0) {
            return 0;
        }
        int wanted = Math.min(length, CHUNK);
        Pointer memory = allocate(COUNT_SIZE + wanted);
        try {
            Pointer bytes = memory.share(COUNT_SIZE);
            int count = 0;
            // A write of no bytes ends a read of an anonymous pipe with none; the next one has some.
            while (count == 0) {
                if (PipeFunctions.ReadFile(pipe.value(), bytes, wanted, memory, null) == 0) {
                    int code = Native.getLastError();
                    if (code == Win32Exception.ERROR_BROKEN_PIPE) {
                        return -1;
                    }
                    throw new Win32Exception("ReadFile", code);
                }
                count = memory.getInt(0);
            }
            bytes.read(0, target, offset, count);
            return count;
        } finally {
            free(memory);
        }
    }

    @Override
    public void write(Handle pipe, byte[] source, int offset, int length) throws Win32Exception {
        if (length == 0) {
            return;
        }
        Pointer memory = allocate(COUNT_SIZE + Math.min(length, CHUNK));
        try {
            Pointer bytes = memory.share(COUNT_SIZE);
            int written = 0;
            while (written < length) {
                int wanted = Math.min(length - written, CHUNK);
                bytes.write(0, source, offset + written, wanted);
                check("WriteFile", PipeFunctions.WriteFile(pipe.value(), bytes, wanted, memory, null));
                written += memory.getInt(0);
            }
        } finally {
            free(memory);
        }
    }

    @Override
    public Handle currentThread() throws Win32Exception {
        long process = PipeFunctions.GetCurrentProcess();
        LongByReference thread = new LongByReference();
        check(
                "DuplicateHandle",
                PipeFunctions.DuplicateHandle(
                        process, PipeFunctions.GetCurrentThread(), process, thread, 0, 0, DUPLICATE_SAME_ACCESS));
        return new Handle(thread.getValue());
    }

    @Override
    public void cancel(Handle thread) throws Win32Exception {
        if (PipeFunctions.CancelSynchronousIo(thread.value()) == 0) {
            int code = Native.getLastError();
            if (code != ERROR_NOT_FOUND) {
                throw new Win32Exception("CancelSynchronousIo", code);
            }
        }
    }

    @Override
    public void close(Handle handle) {
        PipeFunctions.CloseHandle(handle.value());
    }

    private static Handle opened(String function, long value) throws Win32Exception {
        if (value == Handle.INVALID.value()) {
            throw new Win32Exception(function, Native.getLastError());
        }
        return new Handle(value);
    }

    private static void check(String function, int result) throws Win32Exception {
        if (result == 0) {
            throw new Win32Exception(function, Native.getLastError());
        }
    }

    /** Allocate memory that is freed by hand: what a collector frees piles up at the speed of a pipe. */
    private static Pointer allocate(int size) {
        long address = Native.malloc(size);
        if (address == 0) {
            throw new OutOfMemoryError("no " + size + " bytes for a pipe");
        }
        return new Pointer(address);
    }

    private static void free(Pointer memory) {
        Native.free(Pointer.nativeValue(memory));
    }
}
