package io.codex4j.cli;

import io.codex4j.config.Features;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code codex features list}. */
final class FeaturesCommand implements Action {
    static final String NAME = "features";

    static CommandSpec spec() {
        return Flags.group(NAME, "Look at feature flags")
                .addSubcommand(
                        "list",
                        Flags.command(
                                "list",
                                new FeaturesCommand(),
                                "List all features: name, stage, whether it is on",
                                "codex features list [OPTIONS]"));
    }

    @Override
    public int run(Invocation invocation) throws CommandFailure, UsageError {
        print(
                Settings.load(invocation).config().features().list(),
                invocation.host().output());
        return Program.SUCCESS;
    }

    /** Three columns, as scripts cut them. */
    private static void print(List<Features.State> features, PrintStream output) {
        int nameWidth = 0;
        int stageWidth = 0;
        for (Features.State feature : features) {
            nameWidth = Math.max(nameWidth, feature.key().length());
            stageWidth = Math.max(stageWidth, feature.stage().label().length());
        }
        StringBuilder table = new StringBuilder();
        for (Features.State feature : features) {
            pad(table, feature.key(), nameWidth + 2);
            pad(table, feature.stage().label(), stageWidth + 2);
            table.append(feature.enabled()).append(System.lineSeparator());
        }
        output.print(table);
        output.flush();
    }

    private static void pad(StringBuilder table, String cell, int width) {
        table.append(cell).append(" ".repeat(width - cell.length()));
    }
}
