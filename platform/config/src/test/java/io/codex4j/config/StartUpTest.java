package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads the room in a class loader that has no TOML parser: whoever touches the parser fails. */
class StartUpTest {
    @TempDir
    Path folder;

    private String loadWithoutParser(List<String> overrides) throws Exception {
        URL room = ConfigLoader.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {room}, ClassLoader.getPlatformClassLoader())) {
            Class<?> request = loader.loadClass(ConfigRequest.class.getName());
            Object builder = request.getMethod("builder", Path.class, Path.class)
                    .invoke(null, folder, Files.createDirectories(folder.resolve("work")));
            Class<?> type = builder.getClass();
            type.getMethod("systemDirectory", Path.class).invoke(builder, folder.resolve("etc"));
            type.getMethod("overrides", List.class).invoke(builder, overrides);
            Method load = loader.loadClass(ConfigLoader.class.getName()).getMethod("load", request);
            Object loaded = load.invoke(null, type.getMethod("build").invoke(builder));
            Object config = loaded.getClass().getMethod("config").invoke(loaded);
            return String.valueOf(config.getClass().getMethod("model").invoke(config));
        }
    }

    @Test
    void noFileAndNoOverrideNeedNoParser() throws Exception {
        assertTrue(loadWithoutParser(List.of()).startsWith("Model[slug=Optional.empty"));
    }

    @Test
    void simpleOverridesNeedNoParser() throws Exception {
        String model = loadWithoutParser(List.of("model=o3", "features.apps=true", "model_verbosity=\"low\""));
        assertTrue(model.startsWith("Model[slug=Optional[o3]"), model);
    }

    @Test
    void theTestWouldNoticeTheParser() throws IOException {
        Files.writeString(folder.resolve("config.toml"), "model = 'x'\n");
        InvocationTargetException failure =
                assertThrows(InvocationTargetException.class, () -> loadWithoutParser(List.of()));
        assertEquals(NoClassDefFoundError.class, failure.getCause().getClass());
    }
}
