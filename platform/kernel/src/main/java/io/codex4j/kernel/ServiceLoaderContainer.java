package io.codex4j.kernel;

import io.codex4j.api.Plugin;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The plugins that we ship: on the class path, named in {@code META-INF/services}. */
final class ServiceLoaderContainer implements PluginContainer {
    private static final String NAME = "built-in";

    private final ClassLoader loader;

    ServiceLoaderContainer(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LoadResult load() {
        List<Plugin> plugins = new ArrayList<>();
        List<PluginFailure> failures = new ArrayList<>();
        Iterator<Plugin> found = ServiceLoader.load(Plugin.class, loader).iterator();
        while (true) {
            // Both calls can throw for a bad provider; the iterator itself stays usable.
            try {
                if (!found.hasNext()) {
                    return new LoadResult(plugins, failures);
                }
                plugins.add(found.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                failures.add(new PluginFailure("?", NAME, e.getCause() == null ? e : e.getCause()));
            }
        }
    }
}
