package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.Firewall.Direction;
import io.codex4j.sandbox.windows.win32.Firewall.Field;
import io.codex4j.sandbox.windows.win32.Firewall.Filter;
import io.codex4j.sandbox.windows.win32.Firewall.Layer;
import io.codex4j.sandbox.windows.win32.Firewall.Protocol;
import io.codex4j.sandbox.windows.win32.Firewall.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Say which rules keep the offline user from the network. */
final class FirewallRules {
    static final String OUTBOUND = "codex_sandbox_offline_block_outbound";
    static final String INBOUND = "codex_sandbox_offline_block_inbound";
    static final String LOOPBACK_UDP = "codex_sandbox_offline_block_loopback_udp";
    static final String LOOPBACK_TCP = "codex_sandbox_offline_block_loopback_tcp";

    /** Made by early versions of the reference; it would let through what is to be blocked. */
    static final String LEGACY = "codex_sandbox_offline_allow_loopback_proxy";

    static final List<String> NAMES = List.of(OUTBOUND, INBOUND, LOOPBACK_UDP, LOOPBACK_TCP);

    private static final int ICMP = 1;
    private static final int ICMP_V6 = 58;

    /** What rules of the firewall do not see: its own kinds of packets, and services that Windows speaks to by itself. */
    static final List<Filter> FILTERS = List.of(
            filter("f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "ICMP connect v4", Layer.CONNECT_V4, Field.PROTOCOL, ICMP),
            filter(
                    "2c63888f-28f0-4481-be6d-dce7a7ace732",
                    "ICMP connect v6",
                    Layer.CONNECT_V6,
                    Field.PROTOCOL,
                    ICMP_V6),
            filter(
                    "8a119b9e-16bc-4732-8f7b-7676d015b0dc",
                    "ICMP resource assignment v4",
                    Layer.RESOURCE_ASSIGNMENT_V4,
                    Field.PROTOCOL,
                    ICMP),
            filter(
                    "bc67ba94-637d-4efa-a09e-467ada679f81",
                    "ICMP resource assignment v6",
                    Layer.RESOURCE_ASSIGNMENT_V6,
                    Field.PROTOCOL,
                    ICMP_V6),
            filter("fab36728-a78b-4b7e-8787-c0de2f960063", "DNS v4", Layer.CONNECT_V4, Field.REMOTE_PORT, 53),
            filter("a712755f-6cac-44d5-99d5-269512e74f7b", "DNS v6", Layer.CONNECT_V6, Field.REMOTE_PORT, 53),
            filter("ac8efe12-1c59-49f1-ba2d-de83458bfed0", "DNS over TLS v4", Layer.CONNECT_V4, Field.REMOTE_PORT, 853),
            filter("5796a670-482c-490e-8d97-82bfcdc83011", "DNS over TLS v6", Layer.CONNECT_V6, Field.REMOTE_PORT, 853),
            filter("0b80a255-53a1-4945-a932-58ef7777682c", "SMB v4", Layer.CONNECT_V4, Field.REMOTE_PORT, 445),
            filter("45ac16b9-c20d-4c21-8f8a-7abff2e91ac7", "SMB v6", Layer.CONNECT_V6, Field.REMOTE_PORT, 445),
            filter("dd2ee150-d284-4277-b89c-1af40ce8fcc9", "NetBIOS v4", Layer.CONNECT_V4, Field.REMOTE_PORT, 139),
            filter("3c3ae353-fb14-428e-90b4-01a6c1cc0aff", "NetBIOS v6", Layer.CONNECT_V6, Field.REMOTE_PORT, 139));

    private static final String ALL_BUT_LOOPBACK =
            "0.0.0.0-126.255.255.255,128.0.0.0-255.255.255.255,::,::2-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    private static final String LOOPBACK = "127.0.0.0/8,::/127";
    private static final int LARGEST_PORT = 65535;

    private FirewallRules() {}

    /** Return the rules that must be there; any other of the {@link #NAMES} must not. */
    static List<Rule> of(String offlineSid, ProxySettings proxy) {
        String users = users(offlineSid);
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule(
                OUTBOUND,
                "Codex sandbox: no network for the offline user",
                Direction.OUTBOUND,
                Protocol.ANY,
                ALL_BUT_LOOPBACK,
                Optional.empty(),
                users));
        rules.add(new Rule(
                INBOUND,
                "Codex sandbox: no connections to the offline user",
                Direction.INBOUND,
                Protocol.ANY,
                ALL_BUT_LOOPBACK,
                Optional.empty(),
                users));
        if (!proxy.allowLocalBinding()) {
            rules.add(new Rule(
                    LOOPBACK_UDP,
                    "Codex sandbox: no UDP on this machine for the offline user",
                    Direction.OUTBOUND,
                    Protocol.UDP,
                    LOOPBACK,
                    Optional.empty(),
                    users));
            String ports = complement(proxy.ports());
            if (!ports.isEmpty()) {
                rules.add(new Rule(
                        LOOPBACK_TCP,
                        "Codex sandbox: no TCP on this machine for the offline user, except to proxies",
                        Direction.OUTBOUND,
                        Protocol.TCP,
                        LOOPBACK,
                        Optional.of(ports),
                        users));
            }
        }
        return rules;
    }

    /** Return the users that a rule holds for. */
    static String users(String sid) {
        return "O:LSD:(A;;CC;;;" + sid + ")";
    }

    /**
     * Tell whether a rule that Windows gave back does what was asked for. Windows writes some addresses in another way than
     * they were given, so that of these it only counts that there are some.
     */
    static boolean agree(Rule wanted, Rule found) {
        return wanted.direction() == found.direction()
                && wanted.protocol() == found.protocol()
                && wanted.remotePorts().equals(found.remotePorts())
                && wanted.userSddl().equals(found.userSddl())
                && !found.remoteAddresses().isEmpty()
                && !found.remoteAddresses().equals("*");
    }

    /** Return the ports that are not in a sorted list, as Windows writes them. */
    static String complement(List<Integer> ports) {
        StringBuilder text = new StringBuilder();
        int next = 1;
        for (int port : ports) {
            append(text, next, port - 1);
            next = port + 1;
        }
        append(text, next, LARGEST_PORT);
        return text.toString();
    }

    private static Filter filter(String key, String name, Layer layer, Field field, int value) {
        return new Filter(UUID.fromString(key), "Codex sandbox: " + name, layer, field, value);
    }

    private static void append(StringBuilder text, int from, int to) {
        if (from <= to) {
            text.append(text.isEmpty() ? "" : ",").append(from);
            if (to > from) {
                text.append('-').append(to);
            }
        }
    }
}
