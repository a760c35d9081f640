package io.codex4j.sandbox.windows.win32;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A firewall that only a test knows. What is merely asked is not noted. */
public final class RecordedFirewall implements Firewall {
    private final RecordedWindows windows;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private List<Filter> filters = List.of();
    private boolean effective = true;
    private boolean forgetful;

    public RecordedFirewall(RecordedWindows windows) {
        this.windows = windows;
    }

    /** Say whether rules count. */
    public void setEffective(boolean value) {
        effective = value;
    }

    /** Say whether rules are lost. */
    public void setForgetful(boolean value) {
        forgetful = value;
    }

    /** Return the names of the rules. */
    public Set<String> names() {
        return Set.copyOf(rules.keySet());
    }

    /** Return the filters. */
    public List<Filter> filters() {
        return filters;
    }

    @Override
    public boolean isEffective() throws Win32Exception {
        windows.call("LocalPolicyModifyState()");
        return effective;
    }

    @Override
    public void put(Rule rule) throws Win32Exception {
        windows.call("INetFwRules::Add(" + rule.name() + ", " + rule.direction() + ", " + rule.protocol() + ", "
                + rule.remoteAddresses() + ", ports " + rule.remotePorts().orElse("all") + ", " + rule.userSddl()
                + ")");
        if (!forgetful) {
            rules.put(rule.name(), rule);
        }
    }

    @Override
    public Optional<Rule> find(String name) {
        return Optional.ofNullable(rules.get(name));
    }

    @Override
    public void remove(String name) throws Win32Exception {
        windows.call("INetFwRules::Remove(" + name + ")");
        rules.remove(name);
    }

    @Override
    public void filter(List<Filter> wanted, String userSddl) throws Win32Exception {
        windows.call("FwpmFilterAdd0(" + wanted.size() + " filters, " + userSddl + ")");
        filters = wanted;
    }

    @Override
    public void unfilter(List<Filter> wanted) throws Win32Exception {
        windows.call("FwpmFilterDeleteByKey0(" + wanted.size() + " filters)");
        filters = List.of();
    }
}
