package io.codex4j.sandbox.windows.win32;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Pipes between threads that play processes; they block, break and are cancelled as those of Windows. */
public final class MemoryPipes implements Pipes {
    private static final int BUFFER = 65536;

    /** The pipes that were made, as name, direction and rights. */
    public final List<String> made = new ArrayList<>();

    /** The error of Windows that making a pipe of a name fails with, or 0. */
    public Function<String, Integer> refusal = name -> 0;

    private static final ThreadLocal<Integer> PROCESS = ThreadLocal.withInitial(() -> 1);

    private final Map<String, Channel> channels = new HashMap<>();
    private final Map<Long, Held> handles = new HashMap<>();
    private final List<Thread> waiting = new ArrayList<>();
    private final List<Thread> cancelled = new ArrayList<>();
    private long lastHandle;
    private int opened;

    private static final class Channel {
        final String name;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int client;
        boolean readerClosed;
        boolean writerClosed;

        Channel(String name) {
            this.name = name;
        }
    }

    /** What a process has open. */
    private interface Held {
        int process();
    }

    private record Caller(Thread thread, int process) implements Held {}

    private record End(Channel channel, boolean reads, boolean serves, int process) implements Held {}

    /** Do something as a process; what it leaves open is closed at its end. */
    public <T> T as(int process, Callable<T> work) throws Exception {
        PROCESS.set(process);
        try {
            return work.call();
        } finally {
            PROCESS.remove();
            closeAll(process);
        }
    }

    /** Close all that a process has open, as its end does. */
    public synchronized void closeAll(int process) {
        for (Map.Entry<Long, Held> handle : List.copyOf(handles.entrySet())) {
            if (handle.getValue().process() == process) {
                close(new Handle(handle.getKey()));
            }
        }
    }

    /** Return how many named pipes were ever opened by clients. */
    public synchronized int opened() {
        return opened;
    }

    /** Return how many handles are open. */
    public synchronized int open() {
        return handles.size();
    }

    /** Give a process an end of its own, as it has when it inherits one. */
    public synchronized Handle inherit(Handle pipe, int process) throws Win32Exception {
        End end = end(pipe);
        return add(new End(end.channel(), end.reads(), false, process));
    }

    private boolean isOpen(Channel channel, boolean reads) {
        for (Held held : handles.values()) {
            if (held instanceof End end && end.channel() == channel && end.reads() == reads) {
                return true;
            }
        }
        return false;
    }

    private Handle add(Held object) {
        handles.put(++lastHandle, object);
        return new Handle(lastHandle);
    }

    private End end(Handle handle) throws Win32Exception {
        if (handles.get(handle.value()) instanceof End end) {
            return end;
        }
        throw new Win32Exception("any", 6);
    }

    @Override
    public synchronized Handle createServer(String name, Direction direction, String sddl) throws Win32Exception {
        int code = channels.containsKey(name) ? Win32Exception.ERROR_ACCESS_DENIED : refusal.apply(name);
        if (code != 0) {
            throw new Win32Exception("CreateNamedPipeW", code);
        }
        made.add(name + " " + direction + " " + sddl);
        Channel channel = new Channel(name);
        channels.put(name, channel);
        return add(new End(channel, direction == Direction.IN, true, PROCESS.get()));
    }

    @Override
    public synchronized void connect(Handle server) throws Win32Exception {
        End end = end(server);
        await("ConnectNamedPipe", () -> end.channel().client != 0);
    }

    @Override
    public synchronized int clientProcess(Handle server) throws Win32Exception {
        return end(server).channel().client;
    }

    @Override
    public synchronized Handle openClient(String name, Direction direction) throws Win32Exception {
        Channel channel = channels.get(name);
        if (channel == null || channel.client != 0) {
            throw new Win32Exception(
                    "CreateFileW",
                    channel == null ? Win32Exception.ERROR_FILE_NOT_FOUND : Win32Exception.ERROR_PIPE_BUSY);
        }
        channel.client = PROCESS.get();
        opened++;
        notifyAll();
        return add(new End(channel, direction == Direction.IN, false, PROCESS.get()));
    }

    @Override
    public synchronized Ends create() {
        Channel channel = new Channel("");
        return new Ends(
                add(new End(channel, true, true, PROCESS.get())), add(new End(channel, false, true, PROCESS.get())));
    }

    @Override
    public synchronized int available(Handle pipe) throws Win32Exception {
        return end(pipe).channel().bytes.size();
    }

    @Override
    public synchronized int read(Handle pipe, byte[] target, int offset, int length) throws Win32Exception {
        Channel channel = end(pipe).channel();
        await("ReadFile", () -> channel.bytes.size() > 0 || channel.writerClosed || !handles.containsKey(pipe.value()));
        end(pipe);
        if (channel.bytes.size() == 0) {
            return -1;
        }
        byte[] all = channel.bytes.toByteArray();
        int count = Math.min(length, all.length);
        System.arraycopy(all, 0, target, offset, count);
        channel.bytes.reset();
        channel.bytes.write(all, count, all.length - count);
        notifyAll();
        return count;
    }

    @Override
    public synchronized void write(Handle pipe, byte[] source, int offset, int length) throws Win32Exception {
        Channel channel = end(pipe).channel();
        for (int done = 0; done < length; ) {
            await(
                    "WriteFile",
                    () -> channel.bytes.size() < BUFFER || channel.readerClosed || !handles.containsKey(pipe.value()));
            end(pipe);
            if (channel.readerClosed) {
                throw new Win32Exception("WriteFile", Win32Exception.ERROR_NO_DATA);
            }
            int count = Math.min(length - done, BUFFER - channel.bytes.size());
            channel.bytes.write(source, offset + done, count);
            done += count;
            notifyAll();
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void await(String function, Condition condition) throws Win32Exception {
        Thread thread = Thread.currentThread();
        waiting.add(thread);
        try {
            while (!condition.holds()) {
                if (cancelled.remove(thread)) {
                    throw new Win32Exception(function, Win32Exception.ERROR_OPERATION_ABORTED);
                }
                wait();
            }
        } catch (InterruptedException e) {
            // Plays the death of a process.
            thread.interrupt();
            throw new Win32Exception(function, Win32Exception.ERROR_OPERATION_ABORTED);
        } finally {
            waiting.remove(thread);
            cancelled.remove(thread);
        }
    }

    @Override
    public synchronized Handle currentThread() {
        return add(new Caller(Thread.currentThread(), PROCESS.get()));
    }

    @Override
    public synchronized void cancel(Handle thread) {
        if (handles.get(thread.value()) instanceof Caller blocked && waiting.contains(blocked.thread())) {
            cancelled.add(blocked.thread());
            notifyAll();
        }
    }

    @Override
    public synchronized void close(Handle handle) {
        if (handles.remove(handle.value()) instanceof End end) {
            Channel channel = end.channel();
            channel.readerClosed |= end.reads() && !isOpen(channel, true);
            channel.writerClosed |= !end.reads() && !isOpen(channel, false);
            if (end.serves()) {
                channels.remove(channel.name);
            }
        }
        notifyAll();
    }
}
