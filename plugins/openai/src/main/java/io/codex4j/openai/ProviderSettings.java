package io.codex4j.openai;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelProviderConfig;
import io.codex4j.toolkit.RetryPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What {@code [model_providers.<id>]} says, checked and ready for use.
 *
 * @param uri where requests are sent
 * @param key where the key comes from
 * @param headers further headers, names in lower case
 * @param secrets values that must never be shown
 * @param retries silent retries of single requests
 * @param idleTimeout how long the server may say nothing
 */
record ProviderSettings(
        URI uri,
        KeySource key,
        Map<String, String> headers,
        List<String> secrets,
        RetryPolicy retries,
        Duration idleTimeout) {
    private static final String OPENAI_URL = "https://api.openai.com/v1";
    private static final int DEFAULT_RETRIES = 4;
    private static final int MAX_RETRIES = 100;
    private static final long DEFAULT_IDLE_MILLIS = 300_000;
    private static final int SHORTEST_SECRET = 8;

    /** Headers that belong to the connection; the HTTP client sets them itself and takes no others. */
    private static final Set<String> RESERVED = Set.of("connection", "content-length", "expect", "host", "upgrade");

    /**
     * Read the settings of a provider.
     *
     * @throws PluginException if something in them is wrong; the message names the key
     */
    static ProviderSettings read(ModelProviderConfig config, Map<String, String> environment) {
        boolean builtIn = config.id().equals(OpenAiProviderFactory.NAME);
        Reader reader = new Reader(config.id(), config.settings(), environment);
        try {
            return reader.read(builtIn);
        } catch (PluginException e) {
            if (e.code() == ErrorCode.INVALID_CONFIG) {
                throw e;
            }
            throw new PluginException(ErrorCode.INVALID_CONFIG, reader.place() + ": " + e.getMessage(), e);
        }
    }

    /** Tell whether a text can be the value of a header as it stands. */
    static boolean isHeaderValue(String text) {
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character != '\t' && (character < ' ' || character > '~')) {
                return false;
            }
        }
        return true;
    }

    /** Return all but what could be secret. */
    @Override
    public String toString() {
        return "ProviderSettings[" + uri.getHost() + "]";
    }

    /** Reads one table. */
    private record Reader(String id, JsonObject settings, Map<String, String> environment) {
        ProviderSettings read(boolean builtIn) {
            String wireApi = settings.string("wire_api", "responses");
            if (wireApi.equals("chat")) {
                throw invalid(
                        "wire_api",
                        "`chat` is not supported any more. Set wire_api = \"responses\", and base_url"
                                + " to a server that offers the Responses API");
            }
            if (!wireApi.equals("responses")) {
                throw invalid("wire_api", "`" + wireApi + "` is not known, expected `responses`");
            }
            Map<String, String> query = strings("query_params");
            Map<String, String> headers = headers();
            List<String> secrets = new ArrayList<>();
            URI uri = uri(builtIn, query);
            addSecrets(secrets, query.values());
            addSecrets(secrets, headers.values());
            if (uri.getRawQuery() != null) {
                addSecrets(secrets, List.of(uri.getRawQuery().split("[&=]", -1)));
            }
            return new ProviderSettings(
                    uri,
                    builtIn ? new KeySource.Account() : key(),
                    Map.copyOf(headers),
                    List.copyOf(secrets),
                    new RetryPolicy((int) Math.min(count("request_max_retries", DEFAULT_RETRIES), MAX_RETRIES)),
                    Duration.ofMillis(idleMillis()));
        }

        String place() {
            return "[model_providers." + id + "]";
        }

        private URI uri(boolean builtIn, Map<String, String> query) {
            String key = builtIn ? "openai_base_url" : "base_url";
            String address = settings.string(key, "").strip();
            if (address.isEmpty() && builtIn) {
                String variable =
                        environment.getOrDefault("OPENAI_BASE_URL", "").strip();
                key = variable.isEmpty() ? key : "OPENAI_BASE_URL";
                address = variable.isEmpty() ? OPENAI_URL : variable;
            }
            if (address.isEmpty()) {
                throw invalid(
                        key,
                        "it is missing. Set it to the address before `/responses`, such as"
                                + " \"http://localhost:8000/v1\"");
            }
            URI base = parse(key, address);
            String path = base.getRawPath() == null ? "" : base.getRawPath();
            while (path.endsWith("/")) {
                path = path.substring(0, path.length() - 1);
            }
            String whole = base.getScheme() + "://" + base.getRawAuthority() + path + "/responses";
            String parameters = parameters(base, query);
            return URI.create(parameters.isEmpty() ? whole : whole + "?" + parameters);
        }

        private URI parse(String key, String address) {
            try {
                URI uri = new URI(address);
                String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
                if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                    if (uri.getRawUserInfo() != null) {
                        throw invalid(
                                key,
                                "a user or password in the address is not supported. Use env_key or"
                                        + " env_http_headers");
                    }
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Said below; the exception would quote the whole address.
            }
            throw invalid(key, "it is not an http:// or https:// address");
        }

        private static String parameters(URI base, Map<String, String> query) {
            StringBuilder parameters = new StringBuilder(base.getRawQuery() == null ? "" : base.getRawQuery());
            query.forEach((name, value) -> {
                if (!parameters.isEmpty()) {
                    parameters.append('&');
                }
                parameters.append(encode(name)).append('=').append(encode(value));
            });
            return parameters.toString();
        }

        private static String encode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        }

        private KeySource key() {
            String variable = settings.string("env_key", "");
            if (!variable.isBlank()) {
                return new KeySource.Variable(variable, settings.string("env_key_instructions", ""));
            }
            String token = settings.string("experimental_bearer_token", "").strip();
            if (!isHeaderValue(token)) {
                throw invalid("experimental_bearer_token", "it holds characters that no key can have");
            }
            if (!token.isEmpty()) {
                return new KeySource.Given(token);
            }
            return settings.bool("requires_openai_auth", false) ? new KeySource.Account() : new KeySource.None();
        }

        private Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            strings("http_headers").forEach((name, value) -> put(headers, "http_headers", name, value));
            strings("env_http_headers").forEach((name, variable) -> {
                String value = environment.getOrDefault(variable, "").strip();
                if (!value.isEmpty()) {
                    put(headers, "env_http_headers", name, value);
                }
            });
            return headers;
        }

        private void put(Map<String, String> headers, String key, String name, String value) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!isToken(lower)) {
                throw invalid(key, "`" + name + "` is no name of a header");
            }
            if (RESERVED.contains(lower)) {
                throw invalid(key, "the header `" + name + "` is set by the program itself. Take it out");
            }
            if (!isHeaderValue(value)) {
                throw invalid(key, "the value for `" + name + "` holds characters that a header cannot have");
            }
            headers.put(lower, value);
        }

        private static boolean isToken(String name) {
            for (int at = 0; at < name.length(); at++) {
                char character = name.charAt(at);
                boolean letterOrDigit =
                        (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
                if (!letterOrDigit && "!#$%&'*+-.^_`|~".indexOf(character) < 0) {
                    return false;
                }
            }
            return !name.isEmpty();
        }

        /** Any of these may be a key; of {@code Bearer …} and the like, each word counts. */
        private static void addSecrets(List<String> secrets, Iterable<String> values) {
            for (String value : values) {
                for (String word : value.split(" ", -1)) {
                    if (word.length() >= SHORTEST_SECRET) {
                        secrets.add(word);
                    }
                }
            }
        }

        private Map<String, String> strings(String key) {
            Map<String, String> strings = new LinkedHashMap<>();
            JsonObject table = settings.findObject(key).orElse(JsonObject.empty());
            for (String name : table.asMap().keySet()) {
                strings.put(name, table.string(name));
            }
            return strings;
        }

        private long count(String key, long other) {
            long count = settings.findInteger(key).orElse(other);
            if (count < 0) {
                throw invalid(key, "it must not be negative");
            }
            return count;
        }

        private long idleMillis() {
            long millis = count("stream_idle_timeout_ms", DEFAULT_IDLE_MILLIS);
            if (millis == 0) {
                throw invalid("stream_idle_timeout_ms", "it must be more than 0");
            }
            return Math.min(millis, Duration.ofDays(1).toMillis());
        }

        private PluginException invalid(String key, String problem) {
            String message = key.equals("OPENAI_BASE_URL")
                    ? "The environment variable OPENAI_BASE_URL is wrong: " + problem + "."
                    : place() + " " + key + ": " + problem + ".";
            return new PluginException(ErrorCode.INVALID_CONFIG, message);
        }
    }
}
