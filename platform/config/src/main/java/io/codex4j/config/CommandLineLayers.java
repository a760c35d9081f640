package io.codex4j.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what the command line says into layers, one for each argument, the weakest first. */
final class CommandLineLayers {
    private CommandLineLayers() {}

    static List<Layer> read(ConfigRequest request, SchemaCheck check) throws ConfigException {
        List<Layer> layers = new ArrayList<>();
        for (String override : request.overrides()) {
            layers.add(check.layer(Source.OVERRIDE, ConfigOverride.parse(override, request.directory())));
        }
        for (Map.Entry<String, Object> flag : request.flagOverrides().entrySet()) {
            List<String> path = DottedKey.parse(flag.getKey()).segments();
            layers.add(check.layer(Source.FLAG, flagTable(path, flag.getValue(), request.directory())));
        }
        for (String feature : request.enable()) {
            layers.add(check.layer(Source.FLAG, switchTable("--enable", feature, true, request.directory())));
        }
        for (String feature : request.disable()) {
            layers.add(check.layer(Source.FLAG, switchTable("--disable", feature, false, request.directory())));
        }
        return layers;
    }

    private static Node.Table flagTable(List<String> path, Object value, Path directory) {
        String key = DottedKey.render(path) + " = ";
        Source source = Source.ofFlag(key + TomlText.of(value), directory);
        return ConfigOverride.nest(path, node(value, source.place(1, key.length() + 1)), source);
    }

    private static Node.Table switchTable(String flag, String feature, boolean enabled, Path directory)
            throws ConfigException {
        Source source = Source.ofFlag(flag + " " + feature, directory);
        List<String> path = List.of(FeatureCatalogue.TABLE, FeatureCatalogue.require(feature));
        return ConfigOverride.nest(path, node(enabled, source.start()), source);
    }

    private static Node node(Object value, Place place) {
        if (value instanceof List<?> list) {
            List<Node> elements = new ArrayList<>();
            for (Object element : list) {
                elements.add(node(element, place));
            }
            return new Node.Sequence(elements, place, place);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Node> entries = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entries.put(String.valueOf(entry.getKey()), node(entry.getValue(), place));
            }
            return new Node.Table(entries, place, place);
        }
        return new Node.Scalar(scalar(value), place, place);
    }

    private static Object scalar(Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof Path path) {
            return path.toString();
        }
        throw new IllegalArgumentException(
                "a flag cannot set a " + value.getClass().getName());
    }
}
