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
import io.codex4j.config.ModelProviderDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KernelTest {
    private static final ClientInfo CLIENT = new ClientInfo("test", "1.0.0");

    @Test
    void a_plugin_object_enters_like_a_built_in() {
        try (Kernel kernel = kernel(Map.of(), new NamedPlugin("acme", "acme-model", Set.of()))) {
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
        try (Kernel kernel = kernel(Map.of(), broken, new NamedPlugin("acme", "acme-model", Set.of()))) {
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
            public List<io.codex4j.sandbox.SandboxBackend> sandboxes() {
                throw new IllegalStateException("no sandbox today");
            }
        };
        try (Kernel kernel = kernel(Map.of(), half)) {
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
        assertThrows(OutOfMemoryError.class, () -> kernel(Map.of(), fatal));
    }

    @Test
    void the_second_plugin_of_an_id_is_left_out() {
        try (Kernel kernel =
                kernel(Map.of(), new NamedPlugin("acme", "one", Set.of()), new NamedPlugin("acme", "two", Set.of()))) {
            assertEquals("acme", kernel.modelProviderFactory("one").plugin());
            assertThrows(PluginException.class, () -> kernel.modelProviderFactory("two"));
            assertEquals(1, kernel.failures().size());
        }
    }

    @Test
    void a_provider_name_that_is_taken_is_refused() {
        try (Kernel kernel = kernel(
                Map.of(), new NamedPlugin("first", "same", Set.of()), new NamedPlugin("second", "same", Set.of()))) {
            assertEquals("first", kernel.modelProviderFactory("same").plugin());
            assertEquals("second", kernel.failures().getFirst().plugin());
        }
    }

    @Test
    void config_switches_a_plugin_off() {
        Map<String, Map<String, Object>> toggles = Map.of("acme", Map.of("enabled", false));
        try (Kernel kernel = kernel(toggles, new NamedPlugin("acme", "acme-model", Set.of()))) {
            assertEquals(List.of(), kernel.plugins());
            assertEquals(List.of(), kernel.failures());
        }
    }

    @Test
    void a_plugin_is_given_its_own_keys_and_not_those_of_the_host() {
        Map<String, Map<String, Object>> toggles = Map.of("acme", Map.of("enabled", true, "colour", "red"));
        try (Kernel kernel = kernel(toggles)) {
            assertEquals(
                    Map.of("colour", "red"),
                    kernel.context("acme").pluginConfig().asMap());
        }
    }

    @Test
    void a_provider_of_config_is_served_by_the_plugin_that_knows_its_wire() {
        AtomicReference<ModelProviderConfig> made = new AtomicReference<>();
        NamedPlugin plugin = new NamedPlugin("wire", "openai", Set.of("responses"));
        plugin.made = made;
        ModelProviderDefinition definition = new ModelProviderDefinition(
                "mine", "Mine", "responses", 5, Map.of("base_url", "http://127.0.0.1:1/v1"));
        try (Kernel kernel = Kernel.builder(TestConfigs.with(Map.of("mine", definition), Map.of()), Map.of(), CLIENT)
                .install(plugin)
                .build()) {
            kernel.createModelProvider("mine").close();
        }
        assertEquals("mine", made.get().id());
        assertEquals("http://127.0.0.1:1/v1", made.get().settings().string("base_url"));
    }

    @Test
    void an_unknown_provider_and_an_unserved_wire_say_what_is_missing() {
        ModelProviderDefinition definition = new ModelProviderDefinition("mine", "Mine", "smoke-signals", 5, Map.of());
        try (Kernel kernel = Kernel.builder(TestConfigs.with(Map.of("mine", definition), Map.of()), Map.of(), CLIENT)
                .build()) {
            assertTrue(assertThrows(PluginException.class, () -> kernel.modelProviderFactory("nope"))
                    .getMessage()
                    .contains("`nope` not found"));
            assertTrue(assertThrows(PluginException.class, () -> kernel.modelProviderFactory("mine"))
                    .getMessage()
                    .contains("smoke-signals"));
        }
    }

    private static Kernel kernel(Map<String, Map<String, Object>> toggles, Plugin... plugins) {
        Kernel.Builder builder = Kernel.builder(TestConfigs.with(Map.of(), toggles), Map.of(), CLIENT);
        for (Plugin plugin : plugins) {
            builder.install(plugin);
        }
        return builder.build();
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
            assertEquals(Path.of("/nonexistent/home"), context.home());
            return new ModelProvider() {
                @Override
                public ModelStream open(ModelRequest request, Cancellation cancellation) {
                    throw new UnsupportedOperationException("never asked");
                }
            };
        }
    }
}
