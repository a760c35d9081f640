package io.codex4j.sandbox.linux;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Start a program by posix_spawn(3) from the calling thread, so that it inherits what that thread is restricted by.
 *
 * <p>The JDK's own way must not be taken from a restricted thread: it starts threads of the JVM, which would inherit
 * the restriction and live on. For the same reason everything is prepared beforehand and {@link #run} makes native
 * calls only.
 */
final class NativeSpawn implements AutoCloseable {
    private static final short SET_SIGNAL_DEFAULTS = 0x04;
    private static final short SET_SIGNAL_MASK = 0x08;
    private static final short SET_SESSION = 0x80;
    private static final int ENOEXEC = 8;
    private static final int STRUCTURE_BYTES = 512;
    private static final int FIRST_OTHER_FD = 3;

    private final List<Memory> allocated = new ArrayList<>();
    private final Memory actions = allocate(STRUCTURE_BYTES);
    private final Memory attributes = allocate(STRUCTURE_BYTES);
    private final String file;
    private final Memory argv;
    private final Memory shellArgv;
    private final Memory environment;
    private final IntByReference pid = new IntByReference();

    /**
     * Prepare a start.
     *
     * @param streams the file descriptors that become 0, 1 and 2, or none to keep ours
     */
    NativeSpawn(SandboxCommand command, Path program, Map<String, String> environment, int[] streams) {
        this.file = program.toString();
        this.argv = strings(command.argv());
        List<String> shellWords = new ArrayList<>(command.argv());
        shellWords.set(0, file);
        shellWords.addFirst(Programs.SHELL);
        this.shellArgv = strings(shellWords);
        List<String> variables = new ArrayList<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            variables.add(variable.getKey() + "=" + variable.getValue());
        }
        this.environment = strings(variables);
        prepareActions(command, streams);
        prepareAttributes();
    }

    private void prepareActions(SandboxCommand command, int[] streams) {
        CLibrary.posix_spawn_file_actions_init(actions);
        for (int fd = 0; fd < streams.length; fd++) {
            CLibrary.posix_spawn_file_actions_adddup2(actions, streams[fd], fd);
        }
        CLibrary.posix_spawn_file_actions_addchdir_np(
                actions, command.directory().toString());
        try {
            Function closeFrom = NativeLibrary.getInstance("c").getFunction("posix_spawn_file_actions_addclosefrom_np");
            closeFrom.invokeInt(new Object[] {actions, FIRST_OTHER_FD});
        } catch (UnsatisfiedLinkError e) {
            closeEachOther();
        }
    }

    /** For C libraries without closefrom: what is opened from now on is marked to be closed by whoever opens it. */
    private void closeEachOther() {
        String[] names = new File("/proc/self/fd").list();
        if (names == null) {
            return;
        }
        for (String name : names) {
            int fd = Integer.parseInt(name);
            if (fd >= FIRST_OTHER_FD) {
                CLibrary.posix_spawn_file_actions_addclose(actions, fd);
            }
        }
    }

    /** The child begins a session, and with no signal ignored or blocked, whatever the JVM did about signals. */
    private void prepareAttributes() {
        Memory allSignals = allocate(STRUCTURE_BYTES);
        Memory noSignals = allocate(STRUCTURE_BYTES);
        CLibrary.sigfillset(allSignals);
        CLibrary.sigemptyset(noSignals);
        CLibrary.posix_spawnattr_init(attributes);
        CLibrary.posix_spawnattr_setsigdefault(attributes, allSignals);
        CLibrary.posix_spawnattr_setsigmask(attributes, noSignals);
        CLibrary.posix_spawnattr_setflags(attributes, (short) (SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK | SET_SESSION));
    }

    /** Start the program and return its process id. */
    int run() throws SandboxException {
        int error = CLibrary.posix_spawn(pid, file, actions, attributes, argv, environment);
        if (error == ENOEXEC) {
            // A script without a first line that names its interpreter, as execvp(3) treats it.
            error = CLibrary.posix_spawn(pid, Programs.SHELL, actions, attributes, shellArgv, environment);
        }
        if (error != 0) {
            throw new SandboxException(
                    SandboxException.Reason.SETUP_FAILED, "'" + file + "' cannot be started (error " + error + ")");
        }
        return pid.getValue();
    }

    @Override
    public void close() {
        CLibrary.posix_spawn_file_actions_destroy(actions);
        CLibrary.posix_spawnattr_destroy(attributes);
        allocated.forEach(Memory::close);
    }

    private Memory allocate(long bytes) {
        Memory memory = new Memory(bytes);
        memory.clear();
        allocated.add(memory);
        return memory;
    }

    private Memory strings(List<String> values) {
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));
        Memory array = allocate((values.size() + 1L) * Long.BYTES);
        for (int index = 0; index < values.size(); index++) {
            byte[] bytes = values.get(index).getBytes(charset);
            Memory string = allocate(bytes.length + 1L);
            string.write(0, bytes, 0, bytes.length);
            array.setPointer((long) index * Long.BYTES, string);
        }
        array.setPointer((long) values.size() * Long.BYTES, Pointer.NULL);
        return array;
    }
}
