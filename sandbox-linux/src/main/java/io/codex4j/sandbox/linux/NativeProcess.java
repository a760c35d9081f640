package io.codex4j.sandbox.linux;

import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that {@link NativeSpawn} started; a thread of its own waits for its end. */
final class NativeProcess extends LinuxProcess {
    private static final int EINTR = 4;
    private static final int SIGNAL_MASK = 0x7f;
    private static final int SIGNAL_BASE = 128;

    private final ProcessTree tree;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int code;

    NativeProcess(int pid, Streams streams, ProcessTree tree) {
        super(pid, streams);
        this.tree = tree;
        Thread.ofPlatform().daemon().name("sandbox-wait-" + pid).start(() -> {
            code = await(pid);
            ended.countDown();
        });
    }

    private static int await(int pid) {
        IntByReference status = new IntByReference();
        while (CLibrary.waitpid(pid, status, 0) < 0) {
            if (Native.getLastError() != EINTR) {
                return SIGNAL_BASE;
            }
        }
        int signal = status.getValue() & SIGNAL_MASK;
        return signal == 0 ? status.getValue() >> 8 & 0xff : SIGNAL_BASE + signal;
    }

    @Override
    boolean isRunning() {
        return ended.getCount() > 0;
    }

    @Override
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    @Override
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    int code() {
        return code;
    }

    @Override
    OptionalInt interruptGroup() {
        return OptionalInt.of((int) pid());
    }

    @Override
    void killAll() {
        tree.kill();
        Guardian.instance().sessionEnded(pid());
    }
}
