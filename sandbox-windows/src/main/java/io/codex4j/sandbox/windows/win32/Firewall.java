package io.codex4j.sandbox.windows.win32;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apiguardian.api.API;

/** Block the network of one user. Safe for several threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface Firewall {
    /** The values of NET_FW_RULE_DIRECTION. */
    enum Direction {
        INBOUND,
        OUTBOUND
    }

    /** The values of NET_FW_IP_PROTOCOL that are used here. */
    enum Protocol {
        ANY,
        TCP,
        UDP
    }

    /**
     * A rule that blocks, in all profiles.
     *
     * @param remoteAddresses as Windows writes them, commas between
     * @param remotePorts likewise, if not all
     * @param userSddl the users that it holds for
     */
    record Rule(
            String name,
            String description,
            Direction direction,
            Protocol protocol,
            String remoteAddresses,
            Optional<String> remotePorts,
            String userSddl) {}

    /** Where the filtering platform asks whether something is allowed. */
    enum Layer {
        CONNECT_V4,
        CONNECT_V6,
        RESOURCE_ASSIGNMENT_V4,
        RESOURCE_ASSIGNMENT_V6
    }

    /** What the filtering platform looks at. */
    enum Field {
        PROTOCOL,
        REMOTE_PORT
    }

    /**
     * A filter that blocks, below the firewall and in all profiles.
     *
     * @param key by which it is found again
     * @param value of the field
     */
    record Filter(UUID key, String name, Layer layer, Field field, int value) {}

    /** Tell whether rules that are added here count: no group policy overrides them. */
    boolean isEffective() throws Win32Exception;

    /** Add a rule in the place of those that have its name. */
    void put(Rule rule) throws Win32Exception;

    /** Return a rule that is enabled and blocks, as Windows writes it. */
    Optional<Rule> find(String name) throws Win32Exception;

    /** Remove a rule; nothing if there is none. */
    void remove(String name) throws Win32Exception;

    /**
     * Add filters in the place of those that have their keys; all or none.
     *
     * @param userSddl the users that they hold for
     */
    void filter(List<Filter> filters, String userSddl) throws Win32Exception;

    /** Remove filters, and what {@link #filter} made for them; nothing if there are none. */
    void unfilter(List<Filter> filters) throws Win32Exception;
}
