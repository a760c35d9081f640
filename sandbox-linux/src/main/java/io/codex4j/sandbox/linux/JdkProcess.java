package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.StandardStreams;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that the JDK started. */
abstract class JdkProcess extends LinuxProcess {
    private final Process process;

    JdkProcess(Process process, StandardStreams streams) {
        super(process.pid(), streamsOf(process, streams));
        this.process = process;
    }

    private static Streams streamsOf(Process process, StandardStreams streams) {
        return switch (streams) {
            case StandardStreams.Inherited inherited -> Streams.NONE;
            case StandardStreams.Pipes pipes -> ofPipes(process);
            case StandardStreams.Terminal terminal -> ofPipes(process);
        };
    }

    private static Streams ofPipes(Process process) {
        return new Streams(process.getOutputStream(), process.getInputStream(), process.getErrorStream());
    }

    final Process process() {
        return process;
    }

    @Override
    final boolean isRunning() {
        return process.isAlive();
    }

    @Override
    final void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    @Override
    final boolean awaitEnd(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The JDK reports a death by signal n as 128 + n too. */
    @Override
    final int code() {
        return process.exitValue();
    }
}
