package io.codex4j.sandbox.windows.win32;

import io.codex4j.sandbox.TerminalSize;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/** Start, watch and end processes, with the jobs, desktops and consoles that hold them. Safe for several threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface Processes {
    /**
     * A process that was started from here.
     *
     * @param handle to be closed
     * @param id its process id, unsigned
     */
    record Started(Handle handle, int id) {}

    /**
     * What a process of another user is started with (CreateProcessWithLogonW).
     *
     * @param user account name on this machine
     * @param password in clear; the caller wipes it
     * @param application path of the program
     * @param commandLine as the program sees it
     * @param directory working directory
     */
    @SuppressWarnings("ArrayRecordComponent") // a password is wiped after its use
    record Logon(String user, char[] password, String application, String commandLine, String directory) {}

    /**
     * What a child is started with (CreateProcessAsUserW, with an extended start-up structure).
     *
     * @param commandLine as the program sees it; its first word is looked up by Windows
     * @param directory working directory
     * @param environment the whole environment
     * @param desktop window station and desktop, such as {@code Winsta0\Default}, if not the caller's
     * @param streams input, output and errors: three pipes, or a pseudo console
     * @param job the job that the child is born into
     */
    record Child(
            String commandLine,
            String directory,
            Map<String, String> environment,
            Optional<String> desktop,
            Streams streams,
            Handle job) {}

    /** What a child's standard streams are. */
    sealed interface Streams {
        /** Three ends of pipes; the child inherits these and nothing else. */
        record Pipes(Handle input, Handle output, Handle errors) implements Streams {}

        /** A pseudo console. */
        record Console(Handle console) implements Streams {}
    }

    /** Start a process as another user. */
    Started startWithLogon(Logon logon) throws Win32Exception;

    /** Start a process as this user, with nothing inherited and no window; its environment is this process's own. */
    Started start(String application, String commandLine, String directory) throws Win32Exception;

    /** Start a child with the token of this process (CreateProcessW). */
    Started start(Child child) throws Win32Exception;

    /** Start a child with a token. */
    Started startAsUser(Handle token, Child child) throws Win32Exception;

    /** Wait for the end of a process; false if it still runs after that time. */
    boolean awaitEnd(Handle process, Duration atMost) throws Win32Exception;

    /** Return the exit code of a process that has ended. */
    int exitCode(Handle process) throws Win32Exception;

    /** End one process. */
    void terminate(Handle process, int exitCode) throws Win32Exception;

    /** Make a job whose processes end when its last handle is closed. */
    Handle createJob() throws Win32Exception;

    /** Let the processes of a job outlive it. */
    void preserveProcesses(Handle job) throws Win32Exception;

    /** End all processes of a job. */
    void terminateJob(Handle job, int exitCode) throws Win32Exception;

    /**
     * Make a desktop (CreateDesktopW); it lives as long as a handle to it.
     *
     * @param sddl who may use it
     */
    Handle createDesktop(String name, String sddl) throws Win32Exception;

    /** Open a desktop that somebody else made (OpenDesktopW). */
    Handle openDesktop(String name) throws Win32Exception;

    /** Close a desktop. */
    void closeDesktop(Handle desktop);

    /** Make a pseudo console that reads from one pipe and writes to another. */
    Handle createConsole(TerminalSize size, Handle input, Handle output) throws Win32Exception;

    /** Set the size of a pseudo console. */
    void resizeConsole(Handle console, TerminalSize size) throws Win32Exception;

    /** Close a pseudo console, and end what still runs in it. */
    void closeConsole(Handle console);

    /** Close a process or a job. */
    void close(Handle handle);
}
