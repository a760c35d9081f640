package io.codex4j.sandbox.windows.win32;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Accounts that only a test knows. Their passwords are "encrypted" by turning every bit. */
public final class RecordedAccounts implements Accounts {
    private static final String MACHINE = "S-1-5-21-1-2-3-";

    private final RecordedWindows windows;
    private final Map<String, String> sids = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, State> states = new HashMap<>();
    private final Map<String, String> passwords = new HashMap<>();
    private final Set<String> hidden = new HashSet<>();
    private int next = 1001;

    public RecordedAccounts(RecordedWindows windows) {
        this.windows = windows;
        sids.put("Users", "S-1-5-32-545");
    }

    /** Make an account without a call. */
    public void add(String name, String sid) {
        sids.put(name, sid);
    }

    /** Rename an account without a call. */
    public void rename(String name, String newName) {
        sids.put(newName, sids.remove(name));
    }

    /** Set how a user stands. */
    public void put(String user, State state) {
        states.put(user, state);
    }

    /** Return the password of a user. */
    public String password(String user) {
        return passwords.getOrDefault(user, "");
    }

    /** Return the names of all accounts. */
    public Set<String> names() {
        return Set.copyOf(sids.keySet());
    }

    /** Return the users that are hidden. */
    public Set<String> hidden() {
        return Set.copyOf(hidden);
    }

    @Override
    public boolean createGroup(String name, String comment) throws Win32Exception {
        windows.call("NetLocalGroupAdd(" + name + ", " + comment + ")");
        return sids.putIfAbsent(name, MACHINE + next++) == null;
    }

    @Override
    public void createUser(String name, char[] password) throws Win32Exception {
        windows.call((sids.containsKey(name) ? "NetUserSetInfo(" : "NetUserAdd(") + name + ")");
        sids.computeIfAbsent(name, key -> MACHINE + next++);
        states.put(name, State.USABLE);
        passwords.put(name, new String(password));
    }

    @Override
    public void addToGroup(String group, String account) throws Win32Exception {
        windows.call("NetLocalGroupAddMembers(" + group + ", " + account + ")");
    }

    @Override
    public State state(String user) throws Win32Exception {
        windows.call("NetUserGetInfo(" + user + ")");
        return sids.containsKey(user) ? states.getOrDefault(user, State.USABLE) : State.MISSING;
    }

    @Override
    public Optional<String> sid(String account) throws Win32Exception {
        return Optional.ofNullable(sids.get(account));
    }

    @Override
    public Optional<String> name(String sid) throws Win32Exception {
        return sids.entrySet().stream()
                .filter(account -> account.getValue().equals(sid))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public void setHidden(String user, boolean hide) throws Win32Exception {
        windows.call("SetHidden(" + user + ", " + hide + ")");
        if (hide) {
            hidden.add(user);
        } else {
            hidden.remove(user);
        }
    }

    @Override
    public void deleteProfile(String sid) throws Win32Exception {
        windows.call("DeleteProfile(" + sid + ")");
    }

    @Override
    public void deleteUser(String name) throws Win32Exception {
        windows.call("NetUserDel(" + name + ")");
        sids.remove(name);
    }

    @Override
    public void deleteGroup(String name) throws Win32Exception {
        windows.call("NetLocalGroupDel(" + name + ")");
        sids.remove(name);
    }

    @Override
    public byte[] protect(byte[] clear) throws Win32Exception {
        windows.call("CryptProtectData()");
        return turned(clear);
    }

    @Override
    public byte[] unprotect(byte[] secret) throws Win32Exception {
        windows.call("CryptUnprotectData()");
        return turned(secret);
    }

    private static byte[] turned(byte[] bytes) {
        byte[] turned = Arrays.copyOf(bytes, bytes.length);
        for (int i = 0; i < turned.length; i++) {
            turned[i] = (byte) ~turned[i];
        }
        return turned;
    }
}
