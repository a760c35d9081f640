package io.codex4j.sandbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.codex4j.api.Plugin;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxBackends;
import io.codex4j.sandbox.SandboxPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxSandboxPluginTest {
    @BeforeAll
    static void needsBubblewrap() {
        Run.needsBubblewrap();
    }

    @Test
    void isFoundByItsName() {
        List<String> ids = ServiceLoader.load(Plugin.class).stream()
                .map(provider -> provider.get().id())
                .toList();
        assertEquals(List.of("sandbox-linux"), ids);
    }

    @Test
    void offersTheStrongestFirst() throws Exception {
        List<SandboxBackend> backends = new LinuxSandboxPlugin().sandboxes(new BareHost());
        assertEquals(
                List.of("bubblewrap", "landlock", "unconfined"),
                backends.stream().map(SandboxBackend::name).toList());
        assertEquals(
                "bubblewrap",
                SandboxBackends.choose(backends, SandboxPolicy.readOnly())
                        .backend()
                        .name());
        assertEquals(
                "unconfined",
                SandboxBackends.choose(backends, SandboxPolicy.unrestricted())
                        .backend()
                        .name());
    }

    @Test
    void touchesNoNativeCodeWithBubblewrap(@TempDir Path folder) throws Exception {
        List<String> classes = JvmUnderTest.loadedClasses(folder, "bubblewrap:workspace-write", "true");
        assertEquals(
                List.of(),
                classes.stream().filter(line -> line.contains("com.sun.jna.")).toList());
    }
}
