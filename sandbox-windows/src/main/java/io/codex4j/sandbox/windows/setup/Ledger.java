package io.codex4j.sandbox.windows.setup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keep a list of what was changed on this machine, for the way back: the accounts by their SIDs, every path that got an
 * entry, and which policies are in effect.
 */
final class Ledger {
    private static final int MOST_POLICIES = 100;
    private static final String ACCOUNTS = "accounts";
    private static final String ENTRIES = "entries";
    private static final String POLICIES = "policies";

    /**
     * Entries on one path for one principal.
     *
     * @param done whether they reached all that lies below
     */
    record Entry(String path, String sid, boolean done) {}

    private final SandboxHome home;
    private final Map<String, String> accounts;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<String> policies;

    private Ledger(SandboxHome home, Map<String, Object> fields) {
        this.home = home;
        accounts = JsonTree.stringFields(JsonTree.field(fields, ACCOUNTS));
        policies = new ArrayList<>(JsonTree.strings(JsonTree.field(fields, POLICIES)));
        if (fields.get(ENTRIES) instanceof List<?> list) {
            for (Object element : list) {
                Map<String, Object> entry = JsonTree.map(element);
                if (entry.get("path") instanceof String path && entry.get("sid") instanceof String sid) {
                    put(new Entry(path, sid, Boolean.TRUE.equals(entry.get("done"))));
                }
            }
        }
    }

    /** Read the list; one that cannot be used is put aside, and a new one begun. */
    static Ledger read(SandboxHome home) throws IOException {
        try {
            return new Ledger(home, StateFile.read(home.ledger()).orElseGet(LinkedHashMap::new));
        } catch (StateFile.Corrupt e) {
            StateFile.quarantine(home.ledger());
            return new Ledger(home, new LinkedHashMap<>());
        }
    }

    /** Change the list on disk. */
    static void change(SandboxHome home, Consumer<Ledger> change) throws IOException {
        StateLock.holding(home, () -> {
            Ledger ledger = read(home);
            change.accept(ledger);
            ledger.write();
            return ledger;
        });
    }

    private void write() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", 1);
        fields.put(ACCOUNTS, accounts);
        List<Object> list = new ArrayList<>();
        for (Entry entry : entries.values()) {
            Map<String, Object> element = new LinkedHashMap<>();
            element.put("path", entry.path());
            element.put("sid", entry.sid());
            element.put("done", entry.done());
            list.add(element);
        }
        fields.put(ENTRIES, list);
        fields.put(POLICIES, policies);
        StateFile.write(home.ledger(), fields);
    }

    Optional<String> account(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    void putAccount(String name, String sid) {
        accounts.put(name, sid);
    }

    void removeAccount(String name) {
        accounts.remove(name);
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    Optional<Entry> entry(String path, String sid) {
        return Optional.ofNullable(entries.get(key(path, sid)));
    }

    void put(Entry entry) {
        entries.put(key(entry.path(), entry.sid()), entry);
    }

    void remove(String path, String sid) {
        entries.remove(key(path, sid));
    }

    boolean hasPolicy(String fingerprint) {
        return policies.contains(fingerprint);
    }

    void putPolicy(String fingerprint) {
        policies.remove(fingerprint);
        policies.add(fingerprint);
        while (policies.size() > MOST_POLICIES) {
            policies.removeFirst();
        }
    }

    void forgetPolicies() {
        policies.clear();
    }

    private static String key(String path, String sid) {
        return sid + " " + path;
    }
}
