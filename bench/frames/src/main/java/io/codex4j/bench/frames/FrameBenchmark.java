package io.codex4j.bench.frames;

import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.ipc.Frame;
import io.codex4j.sandbox.windows.ipc.FrameReader;
import io.codex4j.sandbox.windows.ipc.FrameWriter;
import io.codex4j.sandbox.windows.ipc.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One operation is one frame; bytes per second are operations per second times the size of what the frame carries. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FrameBenchmark {
    /** What a frame is about: much output, little output, a message without bytes. */
    @Param({"output8k", "output16", "resize"})
    private String kind = "";

    private Message message = new Message.Terminate();
    private FrameWriter toNowhere = new FrameWriter(OutputStream.nullOutputStream());
    private FrameReader again = new FrameReader(InputStream.nullInputStream());
    private FrameReader againWithSpace = again;
    private Loop loop = new Loop();
    private FrameWriter intoLoop = new FrameWriter(loop);
    private FrameReader fromLoop = new FrameReader(loop.in);

    @Setup
    public void prepare() throws IOException {
        message = switch (kind) {
            case "output8k" -> output(8192);
            case "output16" -> output(16);
            default -> new Message.Resize(new TerminalSize(80, 24));
        };
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        new FrameWriter(frame).write(message);
        byte[] bytes = frame.toByteArray();
        toNowhere = new FrameWriter(OutputStream.nullOutputStream());
        again = new FrameReader(new Endless(bytes));
        againWithSpace = new FrameReader(new Endless(withSpaceAtTheEnd(bytes)));
        loop = new Loop();
        intoLoop = new FrameWriter(loop);
        fromLoop = new FrameReader(loop.in);
    }

    private static Message output(int size) {
        byte[] data = new byte[size];
        new SplittableRandom(1).nextBytes(data);
        return new Message.Output(data, Message.Stream.STDOUT);
    }

    private static byte[] withSpaceAtTheEnd(byte[] frame) {
        byte[] longer = Arrays.copyOf(frame, frame.length + 1);
        longer[frame.length] = ' ';
        int length = longer.length - 4;
        longer[0] = (byte) length;
        longer[1] = (byte) (length >> 8);
        return longer;
    }

    @Benchmark
    public void write() throws IOException {
        toNowhere.write(message);
    }

    @Benchmark
    public @Nullable Frame read() throws IOException {
        return again.read();
    }

    /** The same frame in a JSON that only the general reader knows. */
    @Benchmark
    public @Nullable Frame readWithSpace() throws IOException {
        return againWithSpace.read();
    }

    @Benchmark
    public @Nullable Frame writeAndRead() throws IOException {
        intoLoop.write(message);
        return fromLoop.read();
    }

    /** The same frame for ever, as a full pipe would give it. */
    private static final class Endless extends InputStream {
        private final byte[] frame;
        private int at;

        Endless(byte[] frame) {
            this.frame = frame;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("nobody reads single bytes");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int given = 0;
            while (given < length) {
                int count = Math.min(length - given, frame.length - at);
                System.arraycopy(frame, at, target, offset + given, count);
                given += count;
                at = (at + count) % frame.length;
            }
            return given;
        }
    }

    /** Gives back what was written last. */
    private static final class Loop extends OutputStream {
        private final byte[] bytes = new byte[1 << 16];
        private int size;
        private int at;

        final InputStream in = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("nobody reads single bytes");
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                int count = Math.min(length, size - at);
                System.arraycopy(bytes, at, target, offset, count);
                at += count;
                return count;
            }
        };

        @Override
        public void write(int oneByte) {
            throw new UnsupportedOperationException("a frame is written in one piece");
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            System.arraycopy(source, offset, bytes, 0, length);
            size = length;
            at = 0;
        }
    }
}
