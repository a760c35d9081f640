package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.Serial;
import java.util.Locale;

/** Tell why a command runner did not start a command; the message is one sentence for a person. */
final class RunnerFailure extends Exception {
    private static final int ERROR_PATH_NOT_FOUND = 3;
    private static final int ERROR_DIRECTORY = 267;
    private static final int LONGEST_MESSAGE = 4000;

    /** No error of Windows. */
    private static final int NONE = 0;

    /** Programs of packages have logon sessions of their own, which new passwords do not change. */
    private static final String PACKAGED = "WindowsApps";

    @Serial
    private static final long serialVersionUID = 1;

    private final int code;
    private final boolean ofChild;

    private RunnerFailure(String message, int code, boolean ofChild, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.ofChild = ofChild;
    }

    private RunnerFailure(String message, int code, boolean ofChild) {
        super(message);
        this.code = code;
        this.ofChild = ofChild;
    }

    /** Report that there is no runner, or that it says nothing of use. */
    static RunnerFailure of(String message) {
        return new RunnerFailure(message, NONE, false);
    }

    /** Report that a runner could not be started or reached. */
    static RunnerFailure of(String message, Exception cause) {
        return new RunnerFailure(
                message + ": " + cause.getMessage(), cause instanceof Win32Exception e ? e.code() : NONE, false, cause);
    }

    /** Report what the runner itself reported. */
    static RunnerFailure of(Message.Failure failure) {
        StringBuilder text = new StringBuilder("the command runner failed (")
                .append(failure.stage().name().toLowerCase(Locale.ROOT))
                .append("): ")
                .append(printable(failure.message()));
        failure.windowsErrorCode()
                .ifPresent(code -> text.append(" (Windows error ")
                        .append(Integer.toUnsignedString(code))
                        .append(')'));
        boolean ofChild = failure.stage() == Message.Stage.SPAWN_CHILD;
        // What Windows said before the child's turn came says nothing about its logon.
        int code = ofChild ? failure.windowsErrorCode().orElse(NONE) : NONE;
        return new RunnerFailure(text.toString(), code, ofChild);
    }

    /** Return text from the other side of the boundary without what would steer a terminal. */
    static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        for (int index = 0; index < text.length() && index < LONGEST_MESSAGE; index++) {
            char character = text.charAt(index);
            safe.append(Character.isISOControl(character) ? ' ' : character);
        }
        return safe.toString();
    }

    /** Tell whether new passwords may help: Windows knows no such password, or no such logon, for that program. */
    boolean isAboutCredentials(String program) {
        return code == Win32Exception.ERROR_LOGON_FAILURE
                || code == Win32Exception.ERROR_NO_SUCH_LOGON_SESSION && !isPackaged(program);
    }

    private static boolean isPackaged(String program) {
        for (String component : program.replace('\\', '/').split("/", -1)) {
            if (component.equalsIgnoreCase(PACKAGED)) {
                return true;
            }
        }
        return false;
    }

    /** Return what the caller of a sandbox is told. */
    SandboxException toSandboxException() {
        SandboxException.Reason reason = SandboxException.Reason.SETUP_FAILED;
        if (ofChild && (code == Win32Exception.ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND)) {
            reason = SandboxException.Reason.PROGRAM_NOT_FOUND;
        } else if (ofChild && code == ERROR_DIRECTORY) {
            reason = SandboxException.Reason.NO_SUCH_DIRECTORY;
        }
        return new SandboxException(reason, String.valueOf(getMessage()), this);
    }
}
