package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.Accounts;
import io.codex4j.sandbox.windows.win32.Handle;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Take away what a set-up made, in the reverse order; what fails is reported, and the rest goes on. */
final class Removal {
    private final SandboxHome home;
    private final SetupTools tools;
    private final Consumer<String> progress;
    private final List<String> problems = new ArrayList<>();

    /** One step. */
    private interface Step {
        void run() throws IOException;
    }

    Removal(SandboxHome home, SetupTools tools, Consumer<String> progress) {
        this.home = home;
        this.tools = tools;
        this.progress = progress;
    }

    /** Return what could not be done so far, one sentence each. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Take back the rights that files gave to the sandbox; the user's own rights are enough for that. */
    void removeRights() {
        progress.accept("Taking back the rights on files.");
        attempt("the rights on files", () -> {
            Map<Path, Set<String>> sids = new LinkedHashMap<>();
            for (Ledger.Entry entry : Ledger.read(home).entries().reversed()) {
                add(sids, entry.path(), List.of(entry.sid()));
            }
            // What another program noted in the same files.
            Optional<String> group = Ledger.read(home).account(Identity.GROUP);
            if (group.isPresent()) {
                for (String path : DeniedReadState.read(home, group.get())) {
                    add(sids, path, List.of(group.get()));
                }
            }
            new CapabilitySids(home).all().forEach((path, capabilities) -> {
                if (sids.keySet().stream()
                        .noneMatch(known -> CapabilityTable.key(known).equals(path))) {
                    List<String> all = new ArrayList<>(capabilities);
                    group.ifPresent(all::add);
                    add(sids, path, all);
                }
            });
            problems.addAll(new Rights(home, tools.accessLists()).revoke(sids));
        });
    }

    /** Remove rules and accounts; needs the rights of an administrator. */
    void removeAccounts() {
        Optional<Handle> mutex = Optional.empty();
        try {
            mutex = Optional.of(Provisioning.takeMutex(tools));
            removeMarker();
            removeRules();
            removeUsersAndGroup();
        } catch (SetupException e) {
            problems.add(e.getMessage() + ".");
        } finally {
            mutex.ifPresent(tools.mutexes()::release);
        }
    }

    private void removeMarker() {
        attempt(home.marker().toString(), () -> Files.deleteIfExists(home.marker()));
    }

    private void removeRules() {
        progress.accept("Removing the rules of the firewall.");
        attempt("the filters below the firewall", () -> tools.firewall().unfilter(FirewallRules.FILTERS));
        List<String> names = new ArrayList<>(FirewallRules.NAMES);
        names.add(0, FirewallRules.LEGACY);
        for (String name : names.reversed()) {
            attempt("the rule " + name, () -> tools.firewall().remove(name));
        }
    }

    private void removeUsersAndGroup() {
        Accounts accounts = tools.accounts();
        List<Identity> identities = List.of(Identity.values()).reversed();
        for (Identity identity : identities) {
            attempt("the logon entry of " + identity.user(), () -> accounts.setHidden(identity.user(), false));
        }
        attempt(home.users().toString(), () -> Files.deleteIfExists(home.users()));
        for (Identity identity : identities) {
            progress.accept("Removing the user " + identity.user() + ".");
            attempt("the user " + identity.user(), () -> removeUser(identity.user()));
        }
        progress.accept("Removing the group " + Identity.GROUP + ".");
        attempt("the group " + Identity.GROUP, () -> {
            for (String name : names(Identity.GROUP).keySet()) {
                accounts.deleteGroup(name);
            }
            Ledger.change(home, ledger -> ledger.removeAccount(Identity.GROUP));
        });
    }

    /** Remove a user under whatever name it has by now. */
    void removeUser(String name) throws IOException {
        for (Map.Entry<String, Optional<String>> user : names(name).entrySet()) {
            if (user.getValue().isPresent()) {
                String sid = user.getValue().get();
                attempt(
                        "the folder of the user " + user.getKey(),
                        () -> tools.accounts().deleteProfile(sid));
            }
            tools.accounts().deleteUser(user.getKey());
        }
        Ledger.change(home, ledger -> ledger.removeAccount(name));
    }

    /** Return the names of an account: the one it was made with, and the one that its SID has by now. */
    private Map<String, Optional<String>> names(String name) throws IOException {
        Map<String, Optional<String>> names = new LinkedHashMap<>();
        names.put(name, tools.accounts().sid(name));
        Optional<String> known = Ledger.read(home).account(name).filter(WellKnownSids::isMadeAccount);
        if (known.isPresent()) {
            Optional<String> current = tools.accounts().name(known.get());
            current.ifPresent(renamed -> names.putIfAbsent(renamed, known));
        }
        return names;
    }

    /** Remove the files; nothing else is known of the set-up after that. */
    void removeFiles(Optional<Path> profile) {
        progress.accept("Removing the files of the sandbox.");
        List<Path> files = new ArrayList<>(List.of(home.programs(), home.secrets(), home.state()));
        files.add(home.capabilitySids());
        files.add(home.capabilitySids().resolveSibling(home.capabilitySids().getFileName() + ".corrupt"));
        profile.ifPresent(folder -> files.add(folder.resolve(".sbx-denybin")));
        for (Path file : files) {
            attempt(file.toString(), () -> delete(file));
        }
    }

    /** Delete a tree, but only the link itself where a link leads out of it. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        // To Java, a junction is a folder and something else besides.
        if (attributes.isDirectory() && !attributes.isOther()) {
            List<Path> children = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                entries.forEach(children::add);
            }
            for (Path child : children) {
                delete(child);
            }
        }
        Files.delete(path);
    }

    private static void add(Map<Path, Set<String>> sids, String path, Collection<String> more) {
        try {
            sids.computeIfAbsent(Path.of(path), key -> new LinkedHashSet<>()).addAll(more);
        } catch (InvalidPathException e) {
            // Such a path cannot have got any rights.
        }
    }

    private void attempt(String what, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            problems.add("Not removed: " + what + " (" + e + ").");
        }
    }
}
