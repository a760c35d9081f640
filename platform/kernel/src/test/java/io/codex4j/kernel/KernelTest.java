package io.codex4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.Cancellation;
import io.codex4j.api.HostContext;
import io.codex4j.api.HostContext.ClientInfo;
import io.codex4j.api.Plugin;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelProvider;
import io.codex4j.api.model.ModelProviderConfig;
import io.codex4j.api.model.ModelProviderFactory;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.ModelStream;
import io.codex4j.api.tool.ToolFactory;
import io.codex4j.config.Config;
import io.codex4j.config.ConfigException;
import io.codex4j.config.ConfigLoader;
import io.codex4j.config.ConfigRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KernelTest {
    private static final ClientInfo CLIENT = new ClientInfo("test", "1.0.0");
    private static final Path HOME = Path.of("/nonexistent/home");

    @Test
    void a_plugin_object_enters_like_a_built_in() {
        try (Kernel kernel = kernel(List.of(), new NamedPlugin("acme", "acme-model", Set.of()))) {
            assertEquals(List.of("acme"), kernel.plugins());
            assertEquals("acme", kernel.modelProviderFactory("acme-model").plugin());
            assertEquals(1, kernel.tools().size());
            assertEquals(List.of(), kernel.failures());
        }
    }

    @Test
    void a_plugin_that_throws_is_a_failure_and_leaves_the_others_alone() {
        Plugin broken = new Plugin() {
            @Override
            public String id() {
                return "broken";
            }

            @Override
            public List<ToolFactory> tools() {
                throw new NoClassDefFoundError("com/acme/Missing");
            }
        };
        try (Kernel kernel = kernel(List.of(), broken, new NamedPlugin("acme", "acme-model", Set.of()))) {
            assertEquals(List.of("acme"), kernel.plugins());
            assertEquals(1, kernel.failures().size());
            assertEquals("broken", kernel.failures().getFirst().plugin());
            assertTrue(kernel.failures().getFirst().describe().contains("com/acme/Missing"));
        }
    }

    @Test
    void a_failing_plugin_contributes_nothing_at_all() {
        Plugin half = new NamedPlugin("half", "half-model", Set.of()) {
            @Override
            public List<io.codex4j.sandbox.SandboxBackend> sandboxes(HostContext host) {
                throw new IllegalStateException("no sandbox today");
            }
        };
        try (Kernel kernel = kernel(List.of(), half)) {
            assertEquals(List.of(), kernel.tools());
            assertThrows(PluginException.class, () -> kernel.modelProviderFactory("half-model"));
        }
    }

    @Test
    void an_error_of_the_machine_itself_is_passed_on() {
        Plugin fatal = new Plugin() {
            @Override
            public String id() {
                throw new OutOfMemoryError("test");
            }
        };
        assertThrows(OutOfMemoryError.class, () -> kernel(List.of(), fatal));
    }

    @Test
    void the_second_plugin_of_an_id_is_left_out() {
        try (Kernel kernel =
                kernel(List.of(), new NamedPlugin("acme", "one", Set.of()), new NamedPlugin("acme", "two", Set.of()))) {
            assertEquals("acme", kernel.modelProviderFactory("one").plugin());
            assertThrows(PluginException.class, () -> kernel.modelProviderFactory("two"));
            assertEquals(1, kernel.failures().size());
        }
    }

    @Test
    void a_provider_name_that_is_taken_is_refused() {
        try (Kernel kernel = kernel(
                List.of(), new NamedPlugin("first", "same", Set.of()), new NamedPlugin("second", "same", Set.of()))) {
            assertEquals("first", kernel.modelProviderFactory("same").plugin());
            assertEquals("second", kernel.failures().getFirst().plugin());
        }
    }

    @Test
    void config_switches_a_plugin_off() {
        try (Kernel kernel =
                kernel(List.of("plugins.acme.enabled=false"), new NamedPlugin("acme", "acme-model", Set.of()))) {
            assertEquals(List.of(), kernel.plugins());
            assertEquals(List.of(), kernel.failures());
        }
    }

    @Test
    void a_plugin_is_given_its_own_keys_and_not_those_of_the_host() {
        try (Kernel kernel = kernel(List.of("plugins.acme.enabled=true", "plugins.acme.colour=red"))) {
            assertEquals(
                    Map.of("colour", "red"),
                    kernel.context("acme").pluginConfig().asMap());
        }
    }

    @Test
    void sandboxes_are_made_with_the_settings_of_their_plugin() {
        AtomicReference<Map<String, ?>> seen = new AtomicReference<>();
        Plugin plugin = new NamedPlugin("acme", "acme-model", Set.of()) {
            @Override
            public List<io.codex4j.sandbox.SandboxBackend> sandboxes(HostContext host) {
                seen.set(host.pluginConfig().asMap());
                return List.of();
            }
        };
        kernel(List.of("plugins.acme.strength=3"), plugin).close();
        assertEquals(Map.of("strength", 3L), seen.get());
    }

    @Test
    void a_provider_of_config_is_served_by_the_plugin_that_knows_its_wire() {
        AtomicReference<ModelProviderConfig> made = new AtomicReference<>();
        NamedPlugin plugin = new NamedPlugin("wire", "openai", Set.of("responses"));
        plugin.made = made;
        try (Kernel kernel = kernel(List.of("model_providers.mine.base_url=http://127.0.0.1:1/v1"), plugin)) {
            kernel.createModelProvider("mine").close();
        }
        assertEquals("mine", made.get().id());
        assertEquals("http://127.0.0.1:1/v1", made.get().settings().string("base_url"));
    }

    @Test
    void an_unknown_provider_and_an_unserved_wire_say_what_is_missing() {
        try (Kernel kernel = kernel(List.of("model_providers.mine.wire_api=smoke-signals"))) {
            assertTrue(assertThrows(PluginException.class, () -> kernel.modelProviderFactory("nope"))
                    .getMessage()
                    .contains("`nope` not found"));
            assertTrue(assertThrows(PluginException.class, () -> kernel.modelProviderFactory("mine"))
                    .getMessage()
                    .contains("smoke-signals"));
        }
    }

    private static Kernel kernel(List<String> overrides, Plugin... plugins) {
        Kernel.Builder builder = Kernel.builder(config(overrides), Map.of(), CLIENT);
        for (Plugin plugin : plugins) {
            builder.install(plugin);
        }
        return builder.build();
    }

    private static Config config(List<String> overrides) {
        try {
            return ConfigLoader.load(ConfigRequest.builder(HOME, HOME)
                            .systemDirectory(HOME)
                            .overrides(overrides)
                            .build())
                    .config();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static class NamedPlugin implements Plugin, ModelProviderFactory {
        private final String id;
        private final String provider;
        private final Set<String> wires;
        private AtomicReference<ModelProviderConfig> made = new AtomicReference<>();

        NamedPlugin(String id, String provider, Set<String> wires) {
            this.id = id;
            this.provider = provider;
            this.wires = wires;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public List<ModelProviderFactory> modelProviders() {
            return List.of(this);
        }

        @Override
        public List<ToolFactory> tools() {
            return List.of(ToolFactory.of(id));
        }

        @Override
        public String name() {
            return provider;
        }

        @Override
        public Set<String> wireApis() {
            return wires;
        }

        @Override
        public ModelProvider create(ModelProviderConfig config, HostContext context) {
            made.set(config);
            assertEquals(HOME, context.home());
            return new ModelProvider() {
                @Override
                public ModelStream open(ModelRequest request, Cancellation cancellation) {
                    throw new UnsupportedOperationException("never asked");
                }
            };
        }
    }
}
