package io.codex4j.toolkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.apiguardian.api.API;

/** Make HTTP clients for model servers. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class HttpClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private HttpClients() {}

    /**
     * Return a client for one server; the caller closes it.
     *
     * <p>Redirects are never followed, so that a key is never shown to another server. A client for an {@code http:}
     * address speaks plain HTTP/1.1 only and cannot do TLS at all, which saves most of the time that making it takes.
     * Making one for {@code https:} reads the system's trust store: do it early, on a thread of its own.
     */
    public static HttpClient create(URI server) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        if ("http".equalsIgnoreCase(server.getScheme())) {
            builder.version(HttpClient.Version.HTTP_1_1).sslContext(new InertTls());
        }
        return builder.build();
    }
}
