package io.codex4j.toolkit;

import io.codex4j.api.HostContext;

/** Name this program to a server: {@code codex_exec/0.1.0 (Linux 6.1; x86_64) xterm-256color (codex-exec; 0.1.0)}. */
final class UserAgent {
    private UserAgent() {}

    static String of(HostContext host) {
        String name = host.client().name();
        String version = host.client().version();
        String system = System.getProperty("os.name", "unknown") + " " + System.getProperty("os.version", "0");
        String machine = System.getProperty("os.arch", "unknown");
        String terminal = host.environment().getOrDefault("TERM", "unknown");
        return plain(name + "/" + version + " (" + system + "; " + (machine.equals("amd64") ? "x86_64" : machine) + ") "
                + (terminal.isBlank() ? "unknown" : terminal) + " (" + name.replace('_', '-') + "; " + version + ")");
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            plain.append(character >= ' ' && character < 0x7F ? character : '_');
        }
        return plain.toString();
    }
}
