package io.codex4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Sends signals to a JVM of its own. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class ProcessSignalsTest {
    @Test
    void letsTheTaskEndByItselfAfterTheFirstInterrupt() throws Exception {
        assertEquals("interrupt 1\nended\n", afterSignals(7, "INT"));
    }

    @Test
    void endsTheProcessAtTheSecondInterrupt() throws Exception {
        assertEquals("interrupt 1\ninterrupt 2\nterminated\n", afterSignals(130, "stubborn", "INT", "INT"));
    }

    @Test
    void endsTheProcessAtOnceWhenItIsTerminated() throws Exception {
        assertEquals("terminated\n", afterSignals(143, "TERM"));
        assertEquals("terminated\n", afterSignals(129, "HUP"));
    }

    /** Start the program below, send it signals, each after it has answered the one before, and return what it said. */
    private static String afterSignals(int expectedStatus, String... modeAndSignals) throws Exception {
        boolean stubborn = modeAndSignals[0].equals("stubborn");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Target.class.getName(),
                        stubborn ? "stubborn" : "willing")
                .redirectErrorStream(true)
                .start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader output = process.inputReader()) {
            assertEquals("ready", output.readLine());
            for (int i = stubborn ? 1 : 0; i < modeAndSignals.length; i++) {
                signal(process, modeAndSignals[i]);
                String answer = output.readLine();
                assertNotNull(answer);
                said.append(answer).append('\n');
            }
            output.lines().forEach(line -> said.append(line).append('\n'));
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(expectedStatus, process.exitValue(), said.toString());
            return said.toString();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    /** A program whose task waits until it is interrupted; a stubborn one waits on. */
    static final class Target implements ProcessSignals.Response {
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final boolean stubborn;

        private Target(boolean stubborn) {
            this.stubborn = stubborn;
        }

        public static void main(String[] arguments) throws Exception {
            Target target = new Target(arguments[0].equals("stubborn"));
            System.exit(ProcessSignals.guard(target, target::work));
        }

        private int work() throws InterruptedException {
            System.out.println("ready");
            stopped.await();
            System.out.println("ended");
            return 7;
        }

        @Override
        public boolean interrupt(int count) {
            System.out.println("interrupt " + count);
            if (!stubborn) {
                stopped.countDown();
            }
            return count == 1;
        }

        @Override
        public void terminate() {
            System.out.println("terminated");
        }
    }
}
