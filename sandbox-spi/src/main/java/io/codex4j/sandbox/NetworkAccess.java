package io.codex4j.sandbox;

import java.util.List;
import org.apiguardian.api.API;

/** Say which network a sandboxed program may reach. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface NetworkAccess {
    /** No socket but a local pair; not even loopback. */
    NetworkAccess NONE = new None();

    /** The network of the host, unfiltered. */
    NetworkAccess FULL = new Full();

    /** No network. */
    record None() implements NetworkAccess {}

    /** The host's network. */
    record Full() implements NetworkAccess {}

    /**
     * Only the named hosts, through a proxy.
     *
     * @param hosts host names; {@code *.x} stands for the sub-domains of x, {@code **.x} also for x itself
     */
    record AllowList(List<String> hosts) implements NetworkAccess {
        public AllowList {
            hosts = List.copyOf(hosts);
        }
    }
}
