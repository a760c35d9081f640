package io.codex4j.config;

import java.util.List;
import java.util.Map;

/**
 * Makes two keys of {@code managed_config.toml} binding, whatever other layers say: {@code approval_policy} is what the
 * file says; {@code sandbox_mode} is that, or read-only. The other keys of the file are an ordinary layer.
 */
final class ManagedRequirements {
    private static final String SAFEST_MODE = "read-only";

    private ManagedRequirements() {}

    /** Return the layers to lay over all others: none where these are within the bounds. */
    static List<Layer> above(Node.Table merged, List<Layer> managed, List<String> warnings) {
        if (managed.isEmpty()) {
            return List.of();
        }
        Node.Table bounds = managed.get(0).table();
        Node.Table broken = new Node.Table(Map.of(), bounds.key(), bounds.place());
        for (String name : List.of("approval_policy", "sandbox_mode")) {
            Node bound = bounds.get(name);
            Node wanted = merged.get(name);
            if (bound == null || wanted == null || isWithin(name, wanted.plain(), bound.plain())) {
                continue;
            }
            broken = broken.with(name, bound);
            warnings.add("`" + name + "` is fixed by " + bound.place().describe() + ": " + TomlText.of(bound.plain())
                    + " is used instead of " + TomlText.of(wanted.plain()) + ".");
        }
        return broken.entries().isEmpty() ? List.of() : List.of(new Layer(Layer.REQUIREMENT, broken));
    }

    private static boolean isWithin(String name, Object wanted, Object bound) {
        return wanted.equals(bound) || (name.equals("sandbox_mode") && wanted.equals(SAFEST_MODE));
    }
}
