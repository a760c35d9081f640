package io.codex4j.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** A request as it came over the wire. */
final class HttpRequest {
    private final String method;
    private final String target;
    private final Map<String, String> headers;
    private final byte[] bytes;

    HttpRequest(String method, String target, Map<String, String> headers, byte[] bytes) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.bytes = bytes;
    }

    String method() {
        return method;
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** Return the path without slashes at its end, by which routes are named. */
    String route() {
        String path = path();
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    Map<String, String> headers() {
        return headers;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    byte[] bytes() {
        return bytes;
    }

    /** Return the body as text, unpacked where it is compressed in a way that the JDK knows. */
    String text() {
        return new String(unpacked(), StandardCharsets.UTF_8);
    }

    private byte[] unpacked() {
        try {
            return switch (header("content-encoding").orElse("").toLowerCase(Locale.ROOT)) {
                case "gzip" -> readAll(new GZIPInputStream(new ByteArrayInputStream(bytes)));
                case "deflate" -> readAll(new InflaterInputStream(new ByteArrayInputStream(bytes)));
                default -> bytes;
            };
        } catch (IOException e) {
            // Not what its header says: shown as it came.
            return bytes;
        }
    }

    private static byte[] readAll(InputStream stream) throws IOException {
        try (stream) {
            return stream.readAllBytes();
        }
    }
}
