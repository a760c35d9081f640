package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.Handle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Do what a set-up cannot do in the process that the user works with: what needs an administrator, and what takes long.
 * The one argument is a request; a failure is left in {@code setup_error.json}, and the exit code is 1.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class SetupProgram {
    private static final String READ_MUTEX = "Local\\CodexSandboxReadAcl";
    private static final Duration LONGEST_READ_WORK = Duration.ofHours(1);

    private final SetupTools tools;

    SetupProgram(SetupTools tools) {
        this.tools = tools;
    }

    /** Run the program. */
    public static void main(String[] arguments) {
        System.exit(new SetupProgram(SetupTools.ofWindows()).run(arguments));
    }

    int run(String[] arguments) {
        SetupRequest request;
        SandboxHome home;
        try {
            if (arguments.length != 1) {
                throw new IOException("one argument is needed, not " + arguments.length);
            }
            request = SetupRequest.decode(arguments[0]);
            home = new SandboxHome(Path.of(request.home()));
        } catch (IOException | RuntimeException e) {
            System.err.println("setup: " + SetupCode.HELPER_REQUEST_ARGS_FAILED.token() + ": " + e.getMessage());
            return 1;
        }
        try {
            serve(request, home);
            return 0;
        } catch (SetupException e) {
            System.err.println("setup: " + e.code().token() + ": " + e.getMessage());
            report(home, e);
            return 1;
        }
    }

    private static void report(SandboxHome home, SetupException failure) {
        try {
            SetupError.write(home, failure);
        } catch (IOException e) {
            System.err.println("setup: " + home.error() + " cannot be written: " + e);
        }
    }

    private void serve(SetupRequest request, SandboxHome home) throws SetupException {
        switch (request.mode()) {
            case INTERACTIVE_PROVISION ->
                new Provisioning(home, tools, line -> {}, Clock.systemUTC()).run(request.proxy(), request.realUser());
            case READ_ACLS_ONLY -> letRead(request, home);
            case UNINSTALL -> {
                Removal removal = new Removal(home, tools, line -> {});
                removal.removeAccounts();
                if (!removal.problems().isEmpty()) {
                    throw new SetupException(SetupCode.HELPER_UNKNOWN_ERROR, String.join(" ", removal.problems()));
                }
            }
        }
    }

    /** Windows carries the rights to each file below, one by one: this goes on while commands already run. */
    private void letRead(SetupRequest request, SandboxHome home) throws SetupException {
        try {
            Optional<Handle> mutex = tools.mutexes().take(READ_MUTEX, Optional.empty(), LONGEST_READ_WORK);
            if (mutex.isEmpty()) {
                return;
            }
            try {
                Optional<String> group = tools.accounts().sid(Identity.GROUP);
                if (group.isPresent()) {
                    Rights rights = new Rights(home, tools.accessLists());
                    for (String root : request.readRoots()) {
                        Path folder = Path.of(root);
                        if (Files.exists(folder)) {
                            // One that is not ours to give stays as it is.
                            Refresh.grantReads(rights, List.of(folder), group.get());
                        }
                    }
                }
            } finally {
                tools.mutexes().release(mutex.get());
            }
        } catch (IOException e) {
            throw new SetupException(
                    SetupCode.HELPER_UNKNOWN_ERROR,
                    "the sandbox could not be let read your files: " + e.getMessage(),
                    e);
        }
    }
}
