package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.windows.pipe.PipePair;
import io.codex4j.sandbox.windows.setup.Preparations.Account;
import io.codex4j.sandbox.windows.win32.CommandLine;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Start command runners, each as a user of the sandbox, and connect them. Safe for several threads. */
final class RunnerLauncher {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(15);
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(5);

    /** What CreateProcessWithLogonW takes. */
    private static final int LONGEST_LOGON_LINE = 1024;

    private final Processes processes;
    private final Pipes pipes;
    private final CallerSid callerSid;
    private final Program program;

    /** Finds out how runners are started, at the first one. */
    interface Program {
        RunnerProgram get() throws RunnerFailure;
    }

    /** Finds out who we are, for runners that are started as ourselves. */
    interface CallerSid {
        String get() throws Win32Exception;
    }

    RunnerLauncher(Processes processes, Pipes pipes, CallerSid callerSid, Program program) {
        this.processes = processes;
        this.pipes = pipes;
        this.callerSid = callerSid;
        this.program = program;
    }

    /**
     * Start a runner, and wait until it has opened its pipes; on a platform thread.
     *
     * @param account whom it runs as; absent: as the caller
     */
    RunnerProcess launch(Optional<Account> account) throws RunnerFailure, InterruptedException {
        RunnerProgram runner = program.get();
        PipePair pair = pipes(account);
        boolean connected = false;
        try {
            Processes.Started process = start(runner, account, pair.arguments());
            try {
                pair.connect(process.id(), gone(process), LONGEST_CONNECT);
                connected = true;
            } catch (IOException e) {
                throw RunnerFailure.of("the command runner cannot be reached", e);
            } finally {
                if (!connected) {
                    end(process);
                }
            }
            return new RunnerProcess(processes, process, pair);
        } finally {
            if (!connected) {
                pair.close();
            }
        }
    }

    private PipePair pipes(Optional<Account> account) throws RunnerFailure {
        try {
            return PipePair.create(pipes, account.isPresent() ? account.get().sid() : callerSid.get());
        } catch (IOException e) {
            throw RunnerFailure.of("no pipes can be made for the command runner", e);
        }
    }

    private Processes.Started start(RunnerProgram runner, Optional<Account> account, List<String> pipeArguments)
            throws RunnerFailure {
        List<String> words = new ArrayList<>();
        words.add(runner.application());
        words.addAll(runner.arguments());
        words.addAll(pipeArguments);
        String line = CommandLine.of(words);
        if (account.isEmpty()) {
            try {
                return processes.start(runner.application(), line, runner.directory());
            } catch (Win32Exception e) {
                throw RunnerFailure.of("the command runner " + runner.application() + " cannot be started", e);
            }
        }
        if (line.length() > LONGEST_LOGON_LINE) {
            throw RunnerFailure.of("the command line of the command runner has " + line.length()
                    + " characters, and Windows takes no more than " + LONGEST_LOGON_LINE + " for another user: "
                    + line);
        }
        char[] password = account.get().password().clone();
        try {
            return processes.startWithLogon(new Processes.Logon(
                    account.get().name(), password, runner.application(), line, runner.directory()));
        } catch (Win32Exception e) {
            throw RunnerFailure.of(
                    "the command runner cannot be started as the user "
                            + account.get().name(),
                    e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private BooleanSupplier gone(Processes.Started process) {
        return () -> {
            try {
                return processes.awaitEnd(process.handle(), Duration.ZERO);
            } catch (Win32Exception e) {
                return true;
            }
        };
    }

    private void end(Processes.Started process) {
        try {
            processes.terminate(process.handle(), 1);
            processes.awaitEnd(process.handle(), LONGEST_DEATH);
        } catch (Win32Exception e) {
            // It has ended by itself, which may be why it cannot be reached.
            return;
        } finally {
            processes.close(process.handle());
        }
    }
}
