package io.codex4j.cli;

import io.codex4j.config.CodexHome;
import io.codex4j.config.Config.SandboxMode;
import io.codex4j.config.ConfigException;
import io.codex4j.config.ConfigLoader;
import io.codex4j.config.ConfigRequest;
import io.codex4j.config.LoadedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Load the configuration that a command line asks for. */
final class Settings {
    private static final List<String> LOCAL_PROVIDERS = List.of("lmstudio", "ollama");

    private Settings() {}

    static LoadedConfig load(Invocation invocation) throws CommandFailure, UsageError {
        Path directory = directory(invocation);
        try {
            ConfigRequest.Builder request = request(invocation.host(), directory)
                    .overrides(invocation.values(Flags.CONFIG))
                    .enable(invocation.values(Flags.ENABLE))
                    .disable(invocation.values(Flags.DISABLE))
                    .strict(invocation.isGiven(Flags.STRICT_CONFIG));
            addFlags(invocation, request);
            return ConfigLoader.load(request.build());
        } catch (ConfigException e) {
            throw new CommandFailure(e.report());
        }
    }

    private static void addFlags(Invocation invocation, ConfigRequest.Builder request)
            throws CommandFailure, UsageError {
        Optional<String> profile = invocation.value(Flags.PROFILE);
        if (profile.isPresent()) {
            request.profile(profile.get());
        }
        Optional<String> model = invocation.value(Flags.MODEL);
        if (model.isPresent()) {
            request.flagOverride("model", model.get());
        }
        Optional<SandboxMode> sandbox = sandboxMode(invocation);
        if (sandbox.isPresent()) {
            request.flagOverride("sandbox_mode", sandbox.get().token());
        }
        Optional<String> provider = localProvider(invocation);
        if (provider.isPresent()) {
            request.flagOverride("model_provider", provider.get());
        }
        if (invocation.isGiven(Flags.SEARCH)) {
            request.flagOverride("web_search", "live");
        }
    }

    /** Load the configuration of a directory with nothing from the command line. */
    static LoadedConfig load(Host host, Path directory) throws CommandFailure {
        try {
            return ConfigLoader.load(request(host, directory).build());
        } catch (ConfigException e) {
            throw new CommandFailure(e.report());
        }
    }

    private static ConfigRequest.Builder request(Host host, Path directory) throws ConfigException {
        return ConfigRequest.builder(CodexHome.locate(host.environment()), directory)
                .environment(host.environment());
    }

    /** Return the working directory, before anything else is looked up from it. */
    private static Path directory(Invocation invocation) throws CommandFailure {
        Optional<String> given = invocation.value(Flags.DIRECTORY);
        if (given.isEmpty()) {
            return invocation.host().directory();
        }
        Path directory = invocation.host().resolve(given.get());
        if (!Files.isDirectory(directory)) {
            throw CommandFailure.error("the directory of -C does not exist: " + given.get());
        }
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw CommandFailure.error("the directory of -C cannot be used: " + e.getMessage());
        }
    }

    private static Optional<SandboxMode> sandboxMode(Invocation invocation) throws UsageError {
        boolean bypass = invocation.isGiven(Flags.BYPASS, Flags.YOLO);
        boolean fullAuto = invocation.isGiven(Flags.FULL_AUTO);
        if (bypass && fullAuto) {
            throw new UsageError(Flags.FULL_AUTO + " cannot be used with " + Flags.BYPASS);
        }
        if (bypass) {
            return Optional.of(SandboxMode.DANGER_FULL_ACCESS);
        }
        if (fullAuto) {
            return Optional.of(SandboxMode.WORKSPACE_WRITE);
        }
        Optional<String> token = invocation.value(Flags.SANDBOX);
        for (SandboxMode mode : SandboxMode.values()) {
            if (token.isPresent() && mode.token().equals(token.get())) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> localProvider(Invocation invocation) throws CommandFailure {
        if (!invocation.isGiven(Flags.OSS)) {
            return Optional.empty();
        }
        Optional<String> provider = invocation.value(Flags.LOCAL_PROVIDER);
        if (provider.isEmpty()) {
            throw CommandFailure.error("--oss needs to know which local provider is meant: --local-provider "
                    + String.join(" or ", LOCAL_PROVIDERS));
        }
        return provider;
    }
}
