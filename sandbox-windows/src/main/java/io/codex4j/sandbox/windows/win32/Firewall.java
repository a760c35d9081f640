package io.codex4j.sandbox.windows.win32;

import java.util.List;
import java.util.Optional;
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

    /** Add a rule, or change the one of that name; read it back to be sure. */
    void put(Rule rule) throws Win32Exception;

    /** Remove a rule; nothing if there is none. */
    void remove(String name) throws Win32Exception;

    /** Return the names of the rules that begin so. */
    List<String> names(String prefix) throws Win32Exception;

    /** Block below the firewall what its rules do not see: ICMP, and ports of a user (Windows Filtering Platform). */
    void filter(String userSid) throws Win32Exception;

    /** Remove all that {@link #filter} added. */
    void unfilter() throws Win32Exception;
}
