package io.codex4j.sandbox.linux;

import io.codex4j.api.HostContext;
import io.codex4j.api.Plugin;
import io.codex4j.sandbox.SandboxBackend;
import java.util.List;
import org.apiguardian.api.API;

/** Contribute the sandbox backends of Linux; on other systems there are none. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class LinuxSandboxPlugin implements Plugin {
    @Override
    public String id() {
        return "sandbox-linux";
    }

    @Override
    public List<SandboxBackend> sandboxes(HostContext host) {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return List.of();
        }
        return List.of(new BubblewrapBackend(), new LandlockBackend(), new UnconfinedBackend());
    }
}
