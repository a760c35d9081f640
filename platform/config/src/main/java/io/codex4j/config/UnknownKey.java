package io.codex4j.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A key that the schema does not have.
 *
 * @param path the keys that lead to it
 * @param place where it stands
 * @param hint question about a known key that may be meant, or empty
 */
record UnknownKey(List<String> path, Place place, String hint) {
    private static final int MOST_SHOWN = 10;
    private static final String PROVIDERS = "model_providers";
    private static final int PROVIDER_FIELD_DEPTH = 3;

    /**
     * Leave out the fields of providers with a wire API of their own: plugins bring those, and know their fields.
     *
     * @param merged all layers
     */
    static List<UnknownKey> withoutFieldsOfPlugins(List<UnknownKey> keys, Node.Table merged) {
        List<UnknownKey> left = new ArrayList<>();
        for (UnknownKey key : keys) {
            List<String> path = withoutProfile(key.path);
            boolean isField = path.size() == PROVIDER_FIELD_DEPTH && path.get(0).equals(PROVIDERS);
            if (!isField || hasDefaultWireApi(merged.tableAt(PROVIDERS, path.get(1)))) {
                left.add(key);
            }
        }
        return left;
    }

    private static List<String> withoutProfile(List<String> path) {
        return path.size() > 2 && path.get(0).equals("profiles") ? path.subList(2, path.size()) : path;
    }

    private static boolean hasDefaultWireApi(Node.Table provider) {
        Node wireApi = provider.get("wire_api");
        return wireApi == null || wireApi.plain().equals(Schema.DEFAULT_WIRE_API);
    }

    /** Return the one warning for some unknown keys, at least one. */
    static String warning(List<UnknownKey> keys) {
        StringBuilder text = new StringBuilder("Ignored ");
        text.append(keys.size() == 1 ? "an unknown setting: " : keys.size() + " unknown settings: ");
        for (int i = 0; i < Math.min(keys.size(), MOST_SHOWN); i++) {
            UnknownKey key = keys.get(i);
            text.append(i == 0 ? "" : "; ")
                    .append('`')
                    .append(DottedKey.render(key.path))
                    .append('`');
            text.append(" in ").append(key.place.describe()).append(key.hint);
        }
        int hidden = keys.size() - MOST_SHOWN;
        return hidden > 0 ? text.append("; and ").append(hidden).append(" more").toString() : text.toString();
    }

    /** Return the error that strict loading makes of an unknown key. */
    ConfigException error() {
        return place.problem("unknown configuration field `" + DottedKey.render(path) + "`" + hint);
    }
}
