package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.AccessEntry;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Give the rights that a policy asks for. A policy that is in effect is looked at and not applied again: its entries are
 * still there, or they are set anew. Safe for several threads.
 */
final class Refresh {
    private static final int ROOTS_PER_REQUEST = 100;
    private static final List<String> READERS =
            List.of(WellKnownSids.USERS, WellKnownSids.AUTHENTICATED_USERS, WellKnownSids.EVERYONE);

    private final SandboxHome home;
    private final SetupTools tools;
    private final Rights rights;
    private final Set<String> inEffect = ConcurrentHashMap.newKeySet();

    Refresh(SandboxHome home, SetupTools tools) {
        this.home = home;
        this.tools = tools;
        rights = new Rights(home, tools.accessLists());
    }

    /** Make a plan true, for a group; the real user keeps what is locked. */
    synchronized void apply(Plan plan, String group, String realUser, ProxySettings proxy) throws SetupException {
        try {
            String fingerprint = plan.fingerprint(group);
            boolean known = inEffect.contains(fingerprint) || Ledger.read(home).hasPolicy(fingerprint);
            if (!known || !isInEffect(plan, group)) {
                applyAll(plan, group, realUser, proxy);
                Ledger.change(home, ledger -> ledger.putPolicy(fingerprint));
            }
            inEffect.add(fingerprint);
        } catch (IOException e) {
            throw new SetupException(
                    SetupCode.HELPER_UNKNOWN_ERROR,
                    "the rights of the sandbox could not be set: " + e.getMessage()
                            + "; run `codex sandbox windows repair`",
                    e);
        }
    }

    /** Forget what is in effect, so that it is all set anew. */
    void forget() {
        inEffect.clear();
    }

    private boolean isInEffect(Plan plan, String group) throws IOException {
        List<FileRights> wanted = new ArrayList<>(plan.denyRead(group));
        wanted.addAll(plan.allowWrite(group));
        wanted.addAll(plan.denyWrite());
        List<Path> denied =
                DeniedReadState.read(home, group).stream().map(Path::of).toList();
        return denied.equals(plan.deniedReads()) && rights.has(wanted);
    }

    private void applyAll(Plan plan, String group, String realUser, ProxySettings proxy)
            throws IOException, SetupException {
        List<String> failures = new ArrayList<>(denyReads(plan, group));
        failures.addAll(grantReads(rights, plan.readRoots().urgent(), group));
        readInBackground(plan.readRoots().others(), group, realUser, proxy);
        failures.addAll(rights.lift(plan.writeSids()));
        failures.addAll(rights.put(plan.allowWrite(group)));
        failures.addAll(rights.put(plan.denyWrite()));
        if (!failures.isEmpty()) {
            throw new SetupException(SetupCode.HELPER_UNKNOWN_ERROR, String.join(" ", failures));
        }
        new DirectoryLocks(home, tools.accessLists()).lockPrograms(group, sid(realUser));
    }

    private List<String> denyReads(Plan plan, String group) throws IOException {
        List<String> before = DeniedReadState.read(home, group);
        List<String> now = plan.deniedReads().stream().map(Path::toString).toList();
        // What is written first is taken back even if this ends half-way.
        List<String> all = new ArrayList<>(before);
        now.stream().filter(path -> !before.contains(path)).forEach(all::add);
        StateLock.holding(home, () -> {
            DeniedReadState.write(home, group, all);
            return all;
        });
        List<String> failures = new ArrayList<>(rights.put(plan.denyRead(group)));
        Map<Path, List<String>> stale = new LinkedHashMap<>();
        for (String path : before) {
            if (!now.contains(path)) {
                stale.put(Path.of(path), List.of(group));
            }
        }
        failures.addAll(rights.revoke(stale));
        if (failures.isEmpty()) {
            StateLock.holding(home, () -> {
                DeniedReadState.write(home, group, now);
                return now;
            });
        }
        return failures;
    }

    /** Let the group read folders that not everybody can read anyway; return what could not be given. */
    static List<String> grantReads(Rights rights, List<Path> folders, String group) throws IOException {
        List<FileRights> wanted = new ArrayList<>();
        for (Path folder : folders) {
            if (!rights.everybodyReads(folder, READERS)) {
                wanted.add(FileRights.of(folder, Masks.READ, AccessEntry.Mode.GRANT, List.of(group)));
            }
        }
        return rights.put(wanted);
    }

    private void readInBackground(List<Path> folders, String group, String realUser, ProxySettings proxy)
            throws IOException, SetupException {
        List<String> missing = new ArrayList<>();
        for (Path folder : folders) {
            FileRights wanted = FileRights.of(folder, Masks.READ, AccessEntry.Mode.GRANT, List.of(group));
            if (!rights.everybodyReads(folder, READERS) && !rights.has(List.of(wanted))) {
                missing.add(folder.toString());
            }
        }
        try {
            for (int from = 0; from < missing.size(); from += ROOTS_PER_REQUEST) {
                List<String> part = missing.subList(from, Math.min(missing.size(), from + ROOTS_PER_REQUEST));
                SetupRequest request = new SetupRequest(
                        SetupRequest.Mode.READ_ACLS_ONLY, home.home().toString(), part, proxy, realUser);
                tools.helper().startInBackground(request.encode());
            }
        } catch (Win32Exception e) {
            throw new SetupException(
                    SetupCode.HELPER_READ_ACL_HELPER_SPAWN_FAILED,
                    "the program that lets the sandbox read your files could not be started: " + e.getMessage(),
                    e);
        }
    }

    private String sid(String account) throws SetupException {
        return RealUser.sid(tools.accounts(), account);
    }
}
