package io.codex4j.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Handle signals of the operating system.
 *
 * <p>The only class that uses {@code jdk.unsupported}. javac warns of that whatever one does, and warnings are errors in
 * this build: so this folder is compiled by itself (see the pom). The other ways are worse: a shutdown hook cannot go on
 * after Ctrl-C, and reflection needs 25 ms at every start.
 */
final class SignalHandlers {
    private SignalHandlers() {}

    /**
     * Run an action, on a thread of its own, each time a signal arrives.
     *
     * @param name without the prefix: {@code INT}
     * @return what brings back the handling that there was before
     */
    static Runnable on(String name, Runnable action) {
        try {
            Signal signal = new Signal(name);
            SignalHandler before = Signal.handle(signal, received -> action.run());
            return () -> Signal.handle(signal, before);
        } catch (IllegalArgumentException e) {
            // This system has no such signal, or the JVM keeps it to itself.
            return () -> {};
        }
    }
}
