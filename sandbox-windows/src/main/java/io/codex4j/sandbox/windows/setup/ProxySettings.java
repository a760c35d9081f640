package io.codex4j.sandbox.windows.setup;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Say what of this machine's own network the offline user may reach.
 *
 * @param ports of proxies, sorted
 * @param allowLocalBinding whether all of it may be reached
 */
record ProxySettings(List<Integer> ports, boolean allowLocalBinding) {
    private static final List<String> VARIABLES =
            List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "WS_PROXY", "WSS_PROXY");
    private static final String MORE_PORTS = "CODEX_WINDOWS_SANDBOX_PROXY_PORTS";
    private static final String LOCAL_BINDING = "CODEX_NETWORK_ALLOW_LOCAL_BINDING";
    private static final int LARGEST_PORT = 65535;

    ProxySettings {
        ports = ports.stream()
                .filter(port -> port >= 1 && port <= LARGEST_PORT)
                .distinct()
                .sorted()
                .toList();
    }

    /** Return what variables ask for; names count in any case. */
    static ProxySettings of(Map<String, String> environment) {
        NavigableSet<Integer> ports = new TreeSet<>();
        boolean localBinding = false;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (VARIABLES.stream().anyMatch(name::equalsIgnoreCase)) {
                loopbackPort(variable.getValue()).ifPresent(ports::add);
            } else if (name.equalsIgnoreCase(MORE_PORTS)) {
                for (String part : variable.getValue().split(",", -1)) {
                    port(part.strip()).ifPresent(ports::add);
                }
            } else if (name.equalsIgnoreCase(LOCAL_BINDING)) {
                localBinding = variable.getValue().equals("1");
            }
        }
        return new ProxySettings(List.copyOf(ports), localBinding);
    }

    /** Return the port of a URL, or of a host and a port, on this machine. */
    private static Optional<Integer> loopbackPort(String url) {
        String rest = url.strip();
        int scheme = rest.indexOf("://");
        rest = scheme < 0 ? rest : rest.substring(scheme + 3);
        int slash = rest.indexOf('/');
        rest = slash < 0 ? rest : rest.substring(0, slash);
        rest = rest.substring(rest.lastIndexOf('@') + 1);
        int colon = rest.lastIndexOf(':');
        if (colon < 0 || !isLoopback(rest.substring(0, colon))) {
            return Optional.empty();
        }
        return port(rest.substring(colon + 1));
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private static Optional<Integer> port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 1 && port <= LARGEST_PORT ? Optional.of(port) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
