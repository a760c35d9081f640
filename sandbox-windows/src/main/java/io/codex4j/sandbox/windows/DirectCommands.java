package io.codex4j.sandbox.windows;

import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxException.Reason;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.windows.runner.CallerStreams;
import io.codex4j.sandbox.windows.runner.ChildProcess;
import io.codex4j.sandbox.windows.runner.DirectProcess;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Start programs as children of this process, without a command runner between. */
final class DirectCommands {
    private static final Duration FOREVER = Duration.ofDays(365_000);
    private static final int ERROR_PATH_NOT_FOUND = 3;
    private static final int ERROR_BAD_EXE_FORMAT = 193;
    private static final int ERROR_DIRECTORY = 267;
    private static final int ERROR_ELEVATION_REQUIRED = 740;

    private DirectCommands() {}

    /** Starts a child in one of the ways that there are. */
    interface Starter {
        ChildProcess start(ChildProcess.Plan plan) throws Win32Exception;
    }

    /**
     * Start a command.
     *
     * @param environment the whole environment, in the place of the command's own
     * @param desktop window station and desktop, if not the caller's
     */
    static SandboxedProcess start(
            SandboxCommand command,
            SandboxPolicy policy,
            Map<String, String> environment,
            Optional<String> desktop,
            Starter starter)
            throws SandboxException {
        ChildProcess.Plan plan = new ChildProcess.Plan(
                ProgramSearch.resolve(command.argv(), command.directory(), environment),
                command.directory().toString(),
                environment,
                desktop,
                command.streams() instanceof StandardStreams.Terminal terminal
                        ? Optional.of(terminal.size())
                        : Optional.empty());
        return watch(start(command, plan, starter), command.streams(), policy);
    }

    private static ChildProcess start(SandboxCommand command, ChildProcess.Plan plan, Starter starter)
            throws SandboxException {
        try {
            return starter.start(plan);
        } catch (IllegalArgumentException e) {
            throw new SandboxException(Reason.SETUP_FAILED, String.valueOf(e.getMessage()), e);
        } catch (Win32Exception e) {
            throw failure(command, e);
        }
    }

    private static SandboxException failure(SandboxCommand command, Win32Exception failure) {
        String program = "the program '" + command.argv().getFirst() + "'";
        return switch (failure.code()) {
            case Win32Exception.ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND ->
                new SandboxException(Reason.PROGRAM_NOT_FOUND, program + " was not found", failure);
            case ERROR_BAD_EXE_FORMAT ->
                new SandboxException(
                        Reason.PROGRAM_NOT_FOUND, program + " is not a program that Windows can run", failure);
            case ERROR_ELEVATION_REQUIRED ->
                new SandboxException(
                        Reason.PROGRAM_NOT_FOUND,
                        program + " wants the rights of an administrator, which it is not given here",
                        failure);
            case ERROR_DIRECTORY ->
                new SandboxException(
                        Reason.NO_SUCH_DIRECTORY,
                        "the working directory " + command.directory() + " does not exist",
                        failure);
            default ->
                new SandboxException(
                        Reason.SETUP_FAILED, program + " cannot be started: " + failure.getMessage(), failure);
        };
    }

    private static SandboxedProcess watch(ChildProcess child, StandardStreams streams, SandboxPolicy policy) {
        Duration atMost = policy.limits().wallTime().orElse(FOREVER);
        return switch (streams) {
            case StandardStreams.Pipes pipes -> DirectProcess.watch(child, false, atMost);
            case StandardStreams.Terminal terminal -> DirectProcess.watch(child, true, atMost);
            case StandardStreams.Inherited inherited ->
                DirectProcess.watch(child, CallerStreams.ofThisProcess(), atMost);
        };
    }
}
