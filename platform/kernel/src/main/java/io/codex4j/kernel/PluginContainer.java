package io.codex4j.kernel;

import io.codex4j.api.Plugin;
import java.util.List;
import org.apiguardian.api.API;

/** Turn one kind of jar into plugins. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface PluginContainer extends AutoCloseable {
    /** Return a short name for messages, such as {@code built-in}. */
    String name();

    /** Load every plugin that this container can see; a bad one becomes a failure, never an exception. */
    LoadResult load();

    @Override
    default void close() {}

    /** What was loaded and what was not. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    record LoadResult(List<Plugin> plugins, List<PluginFailure> failures) {
        public LoadResult {
            plugins = List.copyOf(plugins);
            failures = List.copyOf(failures);
        }
    }
}
