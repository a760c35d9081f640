package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.Accounts;
import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Make the accounts of the sandbox and all that belongs to them; needs the rights of an administrator. Every step may be
 * repeated: a set-up that was broken off is simply done again.
 */
final class Provisioning {
    private static final String MUTEX = "Global\\CodexSandboxSetup";
    private static final String MUTEX_SDDL = "D:P(A;;GA;;;SY)(A;;GA;;;BA)";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SandboxHome home;
    private final SetupTools tools;
    private final Accounts accounts;
    private final Consumer<String> progress;
    private final Clock clock;

    Provisioning(SandboxHome home, SetupTools tools, Consumer<String> progress, Clock clock) {
        this.home = home;
        this.tools = tools;
        accounts = tools.accounts();
        this.progress = progress;
        this.clock = clock;
    }

    void run(ProxySettings proxy, String realUser) throws SetupException {
        Handle mutex = takeMutex(tools);
        try {
            provision(proxy, realUser);
        } finally {
            tools.mutexes().release(mutex);
        }
    }

    /** Hold off other set-ups on this machine. */
    static Handle takeMutex(SetupTools tools) throws SetupException {
        try {
            Optional<Handle> mutex = tools.mutexes().take(MUTEX, Optional.of(MUTEX_SDDL), PATIENCE);
            return mutex.orElseThrow(() -> new SetupException(
                    SetupCode.HELPER_UNKNOWN_ERROR,
                    "another set-up of the sandbox is running; wait for its end and try again"));
        } catch (Win32Exception e) {
            throw new SetupException(
                    SetupCode.HELPER_UNKNOWN_ERROR,
                    "the lock of set-ups cannot be taken: " + e.getMessage()
                            + "; run `codex sandbox windows setup` as an administrator",
                    e);
        }
    }

    private void provision(ProxySettings proxy, String realUser) throws SetupException {
        createFolders();
        beginMarker();
        progress.accept("Making the group " + Identity.GROUP + ".");
        String group = createGroup();
        Map<Identity, char[]> passwords = new EnumMap<>(Identity.class);
        try {
            for (Identity identity : Identity.values()) {
                progress.accept("Making the user " + identity.user() + ".");
                passwords.put(identity, createUser(identity));
            }
            progress.accept("Keeping the passwords.");
            writeUsers(passwords);
        } finally {
            passwords.values().forEach(password -> Arrays.fill(password, '\0'));
        }
        hide();
        String offline = sid(Identity.OFFLINE.user());
        new NetworkLock(tools.firewall(), progress).lock(offline, proxy);
        progress.accept("Locking the folders of the sandbox.");
        String realUserSid = RealUser.sid(accounts, realUser);
        DirectoryLocks locks = new DirectoryLocks(home, tools.accessLists());
        locks.lockState(group, realUserSid);
        locks.lockSecrets(group, realUserSid);
        locks.lockPrograms(group, realUserSid);
        letReadJava(group);
        writeMarker(proxy);
        progress.accept("The sandbox is set up.");
    }

    /** The command runner is a Java program: its user must be able to read Java, wherever it is installed. */
    private void letReadJava(String group) {
        try {
            Rights rights = new Rights(home, tools.accessLists());
            Refresh.grantReads(rights, List.of(javaFolder()), group).forEach(progress);
        } catch (IOException e) {
            progress.accept("The sandbox may be unable to read " + javaFolder() + ": " + e.getMessage() + ".");
        }
    }

    static Path javaFolder() {
        return Path.of(System.getProperty("java.home")).toAbsolutePath();
    }

    private void createFolders() throws SetupException {
        for (Path folder : List.of(home.state(), home.secrets(), home.programs())) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new SetupException(
                        SetupCode.HELPER_SANDBOX_DIR_CREATE_FAILED,
                        "the folder " + folder + " cannot be made: " + e
                                + "; make room, or move away what is in its place, and try again",
                        e);
            }
        }
    }

    private void beginMarker() throws SetupException {
        try {
            SetupMarker.begin(home);
        } catch (IOException e) {
            throw markerFailure(e);
        }
    }

    private void writeMarker(ProxySettings proxy) throws SetupException {
        try {
            SetupMarker.of(proxy, clock.instant()).write(home);
        } catch (IOException e) {
            throw markerFailure(e);
        }
    }

    private SetupException markerFailure(IOException e) {
        return new SetupException(
                SetupCode.HELPER_SETUP_MARKER_WRITE_FAILED,
                home.marker() + " cannot be written: " + e + "; see to it that the disk has room and the file is yours",
                e);
    }

    private String createGroup() throws SetupException {
        refuseRenamed(Identity.GROUP, SetupCode.HELPER_USERS_GROUP_CREATE_FAILED);
        try {
            accounts.createGroup(Identity.GROUP, Identity.GROUP_COMMENT);
            String sid = accounts.sid(Identity.GROUP)
                    .orElseThrow(() -> new SetupException(
                            SetupCode.HELPER_USERS_GROUP_CREATE_FAILED,
                            "Windows does not find the group " + Identity.GROUP + " that it has just made"));
            remember(Identity.GROUP, sid);
            return sid;
        } catch (Win32Exception e) {
            throw new SetupException(
                    SetupCode.HELPER_USERS_GROUP_CREATE_FAILED,
                    "the group " + Identity.GROUP + " cannot be made: " + e.getMessage() + rights(e),
                    e);
        }
    }

    private char[] createUser(Identity identity) throws SetupException {
        refuseRenamed(identity.user(), SetupCode.HELPER_USER_CREATE_OR_UPDATE_FAILED);
        char[] password = Passwords.invent();
        try {
            accounts.createUser(identity.user(), password);
            remember(identity.user(), sid(identity.user()));
            Optional<String> users = accounts.name(WellKnownSids.USERS);
            if (users.isPresent()) {
                accounts.addToGroup(users.get(), identity.user());
            }
            accounts.addToGroup(Identity.GROUP, identity.user());
            return password;
        } catch (Win32Exception e) {
            Arrays.fill(password, '\0');
            throw new SetupException(
                    SetupCode.HELPER_USER_CREATE_OR_UPDATE_FAILED,
                    "the user " + identity.user() + " cannot be made: " + e.getMessage() + rights(e),
                    e);
        }
    }

    /** An account of ours under another name would keep its rights, and nobody would know its password. */
    private void refuseRenamed(String name, SetupCode code) throws SetupException {
        try {
            Optional<String> known = Ledger.read(home).account(name);
            if (known.isPresent()) {
                Optional<String> current = accounts.name(known.get());
                if (current.isPresent() && !current.get().equalsIgnoreCase(name)) {
                    throw new SetupException(
                            code,
                            "the account " + name + " of the sandbox was renamed to " + current.get()
                                    + "; give it its name back, or run `codex sandbox windows repair`, which deletes it"
                                    + " and makes a new one");
                }
            }
        } catch (IOException e) {
            throw new SetupException(code, "the account " + name + " cannot be looked up: " + e.getMessage(), e);
        }
    }

    private void remember(String name, String sid) throws SetupException {
        try {
            Ledger.change(home, ledger -> ledger.putAccount(name, sid));
        } catch (IOException e) {
            throw new SetupException(
                    SetupCode.HELPER_USER_PROVISION_FAILED,
                    home.ledger() + " cannot be written: " + e + "; see to it that the disk has room",
                    e);
        }
    }

    private void writeUsers(Map<Identity, char[]> passwords) throws SetupException {
        SandboxUsers users;
        try {
            users = SandboxUsers.of(passwords, accounts);
        } catch (Win32Exception e) {
            throw new SetupException(
                    SetupCode.HELPER_DPAPI_PROTECT_FAILED, "the passwords cannot be encrypted: " + e.getMessage(), e);
        }
        try {
            users.write(home);
        } catch (IOException e) {
            throw new SetupException(
                    SetupCode.HELPER_USERS_FILE_WRITE_FAILED,
                    home.users() + " cannot be written: " + e
                            + "; see to it that the disk has room and the file is yours",
                    e);
        }
    }

    /** Comfort, not safety: nobody knows the passwords. */
    private void hide() {
        for (Identity identity : Identity.values()) {
            try {
                accounts.setHidden(identity.user(), true);
            } catch (Win32Exception e) {
                progress.accept(
                        "The user " + identity.user() + " will show on the logon screen: " + e.getMessage() + ".");
            }
        }
    }

    private String sid(String name) throws SetupException {
        try {
            return accounts.sid(name)
                    .orElseThrow(() -> new SetupException(
                            SetupCode.HELPER_SID_RESOLVE_FAILED,
                            "Windows does not find the user " + name + " that it has just made"));
        } catch (Win32Exception e) {
            throw new SetupException(
                    SetupCode.HELPER_SID_RESOLVE_FAILED,
                    "the user " + name + " cannot be looked up: " + e.getMessage(),
                    e);
        }
    }

    private static String rights(Win32Exception e) {
        return e.code() == Win32Exception.ERROR_ACCESS_DENIED
                ? "; run `codex sandbox windows setup` as an administrator"
                : "; ask your administrator whether a policy of this machine forbids it";
    }
}
