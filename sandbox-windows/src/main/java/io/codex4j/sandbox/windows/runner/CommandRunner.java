package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.windows.pipe.PipeInput;
import io.codex4j.sandbox.windows.pipe.PipeOutput;
import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Tokens;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import io.codex4j.sandbox.windows.win32.Windows;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * The program that runs as a user of the sandbox: it starts one child with fewer rights still, and carries its input
 * and output over two named pipes.
 *
 * <p>It exits with the child's exit code, or with 1 if there was no child or its parent went away.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class CommandRunner {
    private static final int FAILED = 1;
    private static final String PIPE_IN = "--pipe-in=";
    private static final String PIPE_OUT = "--pipe-out=";
    private static final String SANDBOX_USERS = "CodexSandbox";

    private CommandRunner() {}

    /** Serve the parent that made the pipes of {@code --pipe-in=NAME} and {@code --pipe-out=NAME}. */
    public static void main(String[] arguments) {
        int code = FAILED;
        try {
            code = run(arguments, System.err);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            fail(System.err, e.toString());
        }
        // Threads may still block in calls of Windows; nothing waits for them.
        Runtime.getRuntime().halt(code);
    }

    private static int run(String[] arguments, PrintStream errors) throws InterruptedException {
        String in = value(arguments, PIPE_IN);
        String out = value(arguments, PIPE_OUT);
        if (in.isEmpty() || out.isEmpty()) {
            return fail(errors, (in.isEmpty() ? PIPE_IN : PIPE_OUT) + "NAME is missing");
        }
        Pipes pipes = Windows.pipes();
        Handle input;
        Handle output;
        try {
            input = open(pipes, in, Pipes.Direction.IN);
            output = open(pipes, out, Pipes.Direction.OUT);
        } catch (IOException e) {
            return fail(errors, String.valueOf(e.getMessage()));
        }
        Tokens tokens = Windows.tokens();
        Processes processes = Windows.processes();
        Thread.ofPlatform().daemon().name("warm-up").start(() -> {
            new WarmUp(tokens, processes, pipes).run();
            hideProfile();
        });
        return new RunnerSession(
                        tokens,
                        processes,
                        pipes,
                        new PipeInput(pipes, input),
                        new PipeOutput(pipes, output),
                        errors,
                        InputBacklog.Limits.DEFAULT)
                .run();
    }

    private static String value(String[] arguments, String name) {
        for (String argument : arguments) {
            if (argument.startsWith(name)) {
                return argument.substring(name.length());
            }
        }
        return "";
    }

    private static Handle open(Pipes pipes, String name, Pipes.Direction direction) throws IOException {
        try {
            return pipes.openClient(name, direction);
        } catch (Win32Exception e) {
            throw new IOException("the pipe " + name + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static int fail(PrintStream errors, String message) {
        errors.println("command runner: " + RunnerLog.oneLine(message));
        return FAILED;
    }

    /** Nobody ever looks into the profile of a user of the sandbox, so it need not be seen beside those of people. */
    private static void hideProfile() {
        String profile = System.getenv("USERPROFILE");
        if (profile == null || !System.getProperty("user.name", "").startsWith(SANDBOX_USERS)) {
            return;
        }
        try {
            Path folder = Path.of(profile);
            Files.setAttribute(folder, "dos:hidden", true);
            Files.setAttribute(folder, "dos:system", true);
        } catch (IOException | RuntimeException e) {
            // It is seen, then.
            return;
        }
    }
}
