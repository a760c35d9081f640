package io.codex4j.sandbox.windows.ipc;

import io.codex4j.sandbox.TerminalSize;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Say one thing over the pipes between a parent and its command runner; protocol version 6.
 *
 * <p>Source of the format: the Codex CLI 0.169, as measured on its programs.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public sealed interface Message {
    /** What the parent sends. */
    sealed interface ToRunner extends Message {}

    /** What the runner sends. */
    sealed interface ToParent extends Message {}

    /**
     * Ask for a child; the first message, sent once.
     *
     * @param command program and arguments
     * @param cwd working directory of the child
     * @param env the whole environment of the child
     * @param permissionProfile what the child may do; the runner reads off it only whether anything may be written
     * @param workspaceRoots absolute paths that project roots of the profile stand for
     * @param codexHome folder of the sandbox's own files and log
     * @param realCodexHome {@code CODEX_HOME}
     * @param capSids restricting capability SIDs
     * @param networkProxyRestrictingSid one more restricting SID
     * @param timeoutMs milliseconds, not negative, after which the child and all it started are ended; absent: never. The wire
     *     has 64 bits without a sign; what is longer than a long is read as the greatest long.
     * @param tty whether the child gets a pseudo console instead of three pipes
     * @param stdinOpen whether input will follow
     * @param privateDesktopName name of the desktop that the child is put on; the runner refuses to do without
     */
    record SpawnRequest(
            List<String> command,
            String cwd,
            Map<String, String> env,
            PermissionProfile permissionProfile,
            List<String> workspaceRoots,
            String codexHome,
            String realCodexHome,
            List<String> capSids,
            Optional<String> networkProxyRestrictingSid,
            OptionalLong timeoutMs,
            boolean tty,
            boolean stdinOpen,
            Optional<String> privateDesktopName)
            implements ToRunner {
        public SpawnRequest {
            command = List.copyOf(command);
            env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
            workspaceRoots = List.copyOf(workspaceRoots);
            capSids = List.copyOf(capSids);
            if (timeoutMs.isPresent() && timeoutMs.getAsLong() < 0) {
                throw new IllegalArgumentException("a time-out is not negative: " + timeoutMs.getAsLong());
            }
        }
    }

    /**
     * Bring input for the child.
     *
     * @param data the bytes; not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // a copy would be what a frame costs most
    record Stdin(byte[] data) implements ToRunner {}

    /** Close the child's input. */
    record CloseStdin() implements ToRunner {}

    /**
     * Set the size of the child's pseudo console.
     *
     * @param size each side at most 65535
     */
    record Resize(TerminalSize size) implements ToRunner {
        public Resize {
            if (size.columns() > 0xffff || size.rows() > 0xffff) {
                throw new IllegalArgumentException("a pseudo console has at most 65535 cells a side: " + size);
            }
        }
    }

    /** End the child and all that it started. */
    record Terminate() implements ToRunner {}

    /**
     * Tell that the child runs.
     *
     * @param processId its process id, unsigned
     */
    record SpawnReady(int processId) implements ToParent {}

    /**
     * Bring output of the child.
     *
     * @param data the bytes; not copied
     * @param stream which of its streams wrote them
     */
    @SuppressWarnings("ArrayRecordComponent") // a copy would be what a frame costs most
    record Output(byte[] data, Stream stream) implements ToParent {}

    /**
     * Tell how the child ended; the last message.
     *
     * @param exitCode its exit code, signed
     * @param timedOut whether it was ended because its time was over
     */
    record Exit(int exitCode, boolean timedOut) implements ToParent {}

    /**
     * Tell that there will be no child.
     *
     * @param message one line for a person
     * @param stage how far the runner came
     * @param windowsErrorCode the error of Windows, if that was the cause
     */
    record Failure(String message, Stage stage, OptionalInt windowsErrorCode) implements ToParent {}

    /** A stream of output. */
    enum Stream {
        STDOUT("stdout"),
        STDERR("stderr");

        final String token;

        Stream(String token) {
            this.token = token;
        }
    }

    /** How far a runner came before it failed. */
    enum Stage {
        READ_SPAWN_REQUEST("read_spawn_request"),
        SPAWN_CHILD("spawn_child"),
        WRITE_SPAWN_READY("write_spawn_ready");

        final String token;

        Stage(String token) {
            this.token = token;
        }
    }
}
