package io.codex4j.toolkit;

import java.net.URI;
import java.util.Locale;

/**
 * Tell which servers get a new connection for each request.
 *
 * <p>A server on this machine that speaks plain HTTP is one: a connection costs it nothing, and many write an answer in
 * small pieces without {@code TCP_NODELAY}. On a kept connection the system holds back the acknowledgement of the first
 * piece, and the server the second piece, for 40 ms; on a new one it does not.
 */
final class LocalServer {
    /** The JDK sends this header only where the property that is named here allows it; the launcher does. */
    private static final boolean MAY_CLOSE = allows(System.getProperty("jdk.httpclient.allowRestrictedHeaders", ""));

    private LocalServer() {}

    static boolean wantsNewConnections(URI server) {
        return MAY_CLOSE && isLocal(server);
    }

    static boolean isLocal(URI server) {
        String host = server.getHost();
        return "http".equalsIgnoreCase(server.getScheme())
                && host != null
                && (host.equalsIgnoreCase("localhost") || host.equals("[::1]") || isLoopback(host));
    }

    private static boolean isLoopback(String host) {
        for (int at = 0; at < host.length(); at++) {
            char character = host.charAt(at);
            if (character != '.' && (character < '0' || character > '9')) {
                return false;
            }
        }
        return host.startsWith("127.");
    }

    private static boolean allows(String headers) {
        for (String header : headers.split(",", -1)) {
            if (header.strip().toLowerCase(Locale.ROOT).equals("connection")) {
                return true;
            }
        }
        return false;
    }
}
