package io.codex4j.cli;

import io.codex4j.api.JsonObject;
import io.codex4j.config.ConfigException;
import io.codex4j.config.Explanation;
import io.codex4j.config.LoadedConfig;
import io.codex4j.protocol.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code codex config explain KEY}. */
final class ConfigCommand implements Action {
    static final String NAME = "config";
    private static final String JSON = "--json";

    static CommandSpec spec() {
        CommandSpec explain = Flags.command(
                "explain",
                new ConfigCommand(),
                "Say what a key of config.toml is set to, and by which layer",
                "codex config explain [OPTIONS] <KEY>");
        Flags.add(explain, Flags.settings());
        explain.addOption(Flags.flag(JSON).description("Print one JSON object").build())
                .addPositional(Flags.operand(0, "KEY", "The key, dotted: sandbox_workspace_write.network_access"));
        return Flags.group(NAME, "Look at the configuration").addSubcommand("explain", explain);
    }

    @Override
    public int run(Invocation invocation) throws CommandFailure, UsageError {
        if (invocation.operands().isEmpty()) {
            throw new UsageError("name the key to explain");
        }
        PrintStream output = invocation.host().output();
        LoadedConfig loaded = Settings.load(invocation);
        loaded.warnings().forEach(warning -> invocation.host().errors().println("warning: " + warning));
        try {
            Explanation explanation = loaded.explain(invocation.operands().getFirst());
            output.print(invocation.isGiven(JSON) ? json(explanation) : explanation.render());
            output.flush();
            return Program.SUCCESS;
        } catch (ConfigException e) {
            throw new CommandFailure(e.report());
        }
    }

    private static String json(Explanation explanation) {
        List<JsonObject> settings = new ArrayList<>();
        for (Explanation.Setting setting : explanation.settings()) {
            List<JsonObject> candidates = new ArrayList<>();
            for (Explanation.Candidate candidate : setting.candidates()) {
                candidates.add(json(candidate));
            }
            settings.add(JsonObject.builder()
                    .put("key", setting.key())
                    .put("candidates", candidates)
                    .build());
        }
        JsonObject object = JsonObject.builder()
                .put("key", explanation.key())
                .put("settings", settings)
                .build();
        return Json.CODEC.write(object) + System.lineSeparator();
    }

    private static JsonObject json(Explanation.Candidate candidate) {
        JsonObject.Builder object =
                JsonObject.builder().put("value", candidate.value()).put("layer", candidate.layer());
        if (candidate.file().isPresent()) {
            object.put("file", candidate.file().get().toString())
                    .put("line", candidate.line())
                    .put("column", candidate.column());
        }
        return object.build();
    }
}
