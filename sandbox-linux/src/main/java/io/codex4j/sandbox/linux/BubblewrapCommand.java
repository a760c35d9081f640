package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Put a policy into the words of bwrap(1). */
final class BubblewrapCommand {
    /**
     * The shell is there to open the filter, since the JDK hands down no descriptor but 0, 1 and 2; then it becomes
     * bubblewrap. If our JVM is dead already nobody would end what it started.
     */
    private static final String SCRIPT = "[ \"$PPID\" = \"$1\" ] || exit 137; f=$2; shift 2; exec \"$@\" 9<\"$f\"";

    private static final String FILTER_DESCRIPTOR = "9";

    /** Variables that a shell sets or changes by itself. */
    private static final String[] CHANGED_BY_SHELLS = {"PWD", "OLDPWD", "SHLVL", "_"};

    /**
     * Variables that would steer the shell or bubblewrap themselves, which run outside of the sandbox. Named one by
     * one: what is passed as an argument is seen by everybody on the machine, so it must not be a secret.
     */
    private static final Set<String> STEERING = Set.of(
            "LD_PRELOAD",
            "LD_LIBRARY_PATH",
            "LD_AUDIT",
            "LD_BIND_NOW",
            "LD_DEBUG",
            "LD_DEBUG_OUTPUT",
            "LD_PROFILE",
            "LD_PROFILE_OUTPUT",
            "LD_ORIGIN_PATH",
            "LD_TRACE_LOADED_OBJECTS",
            "LD_ASSUME_KERNEL",
            "LD_HWCAP_MASK",
            "GLIBC_TUNABLES",
            "GCONV_PATH",
            "LOCPATH",
            "MALLOC_TRACE",
            "BASH_ENV",
            "BASHOPTS",
            "SHELLOPTS",
            "ENV",
            "PS4");

    private static final String SHELL_FUNCTION_PREFIX = "BASH_FUNC_";

    /** Folders of /proc by which root, even without capabilities, could change the kernel. */
    private static final String[] KERNEL_SETTINGS = {
        "/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs", "/proc/acpi", "/proc/scsi"
    };

    private final List<String> words = new ArrayList<>();
    private final Map<String, String> environment;

    private BubblewrapCommand(Map<String, String> environment) {
        this.environment = new HashMap<>(environment);
    }

    /**
     * Describe the start of a program.
     *
     * @param bubblewrap the program
     * @param filter where the system call filter can be read
     * @param mark a word by which the processes of this sandbox can be found
     */
    static BubblewrapCommand of(
            Path bubblewrap, Path filter, SandboxCommand command, SandboxPolicy policy, MountPlan plan, String mark) {
        BubblewrapCommand result = new BubblewrapCommand(command.environment());
        result.add(
                Programs.SHELL, "-c", SCRIPT, "sh", "" + ProcessHandle.current().pid(), filter.toString());
        if (Files.isExecutable(Programs.SETSID)) {
            // In a session of its own, bubblewrap is not ended by a Ctrl-C that its command may want to survive.
            result.add(Programs.SETSID.toString());
        }
        result.add(bubblewrap.toString(), "--unsetenv", mark);
        result.addIsolation(policy);
        result.addMounts(policy, plan);
        result.addVariables(command.environment());
        result.add("--chdir", command.directory().toString(), "--seccomp", FILTER_DESCRIPTOR, "--");
        result.words.addAll(command.argv());
        return result;
    }

    private void add(String... more) {
        words.addAll(List.of(more));
    }

    private void addIsolation(SandboxPolicy policy) {
        add("--die-with-parent", "--new-session", "--cap-drop", "ALL");
        add("--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try");
        if (!(policy.network() instanceof NetworkAccess.Full)) {
            add("--unshare-net");
        }
    }

    private void addMounts(SandboxPolicy policy, MountPlan plan) {
        if (policy.fileAccess() == FileAccess.UNRESTRICTED) {
            add("--dev-bind", "/", "/", "--proc", "/proc");
        } else {
            add(plan.everythingWritable() ? "--bind" : "--ro-bind", "/", "/");
            if (plan.everythingWritable()) {
                add("--ro-bind-try", "/sys", "/sys");
            }
            add("--dev", "/dev", "--proc", "/proc");
        }
        if (isRoot()) {
            for (String setting : KERNEL_SETTINGS) {
                if (Files.exists(Path.of(setting))) {
                    add("--ro-bind", setting, setting);
                }
            }
        }
        for (MountPlan.Step step : plan.steps()) {
            add(
                    switch (step.kind()) {
                        case WRITABLE -> "--bind";
                        case READ_ONLY -> "--ro-bind";
                    },
                    step.source().toString(),
                    step.target().toString());
        }
    }

    /**
     * Leave the environment to be inherited, since arguments are seen by everybody on the machine, but for the
     * variables that would not arrive unchanged or would do harm on the way. Bubblewrap sets PWD itself.
     */
    private void addVariables(Map<String, String> variables) {
        for (String name : CHANGED_BY_SHELLS) {
            if (!variables.containsKey(name)) {
                add("--unsetenv", name);
            }
        }
        for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
            String name = variable.getKey();
            if (isSteering(name)
                    || !survivesShells(name)
                    || List.of(CHANGED_BY_SHELLS).contains(name)) {
                environment.remove(name);
                add("--setenv", name, variable.getValue());
            }
        }
    }

    private static boolean isSteering(String name) {
        return STEERING.contains(name) || name.startsWith(SHELL_FUNCTION_PREFIX);
    }

    /** Some shells drop variables that they could not name themselves. */
    private static boolean survivesShells(String name) {
        for (int index = 0; index < name.length(); index++) {
            char character = name.charAt(index);
            boolean letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
            boolean digit = character >= '0' && character <= '9';
            if (!letter && character != '_' && !(digit && index > 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer user && user == 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Return the program and its arguments. */
    List<String> words() {
        return words;
    }

    /** Return the environment to start it with. */
    Map<String, String> environment() {
        return environment;
    }
}
