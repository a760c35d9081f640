package io.codex4j.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Make options and commands by hand: annotations would cost reflection at every start. */
final class Flags {
    static final String CONFIG = "--config";
    static final String ENABLE = "--enable";
    static final String DISABLE = "--disable";
    static final String STRICT_CONFIG = "--strict-config";
    static final String MODEL = "--model";
    static final String PROFILE = "--profile";
    static final String DIRECTORY = "--cd";
    static final String SANDBOX = "--sandbox";
    static final String FULL_AUTO = "--full-auto";
    static final String BYPASS = "--dangerously-bypass-approvals-and-sandbox";
    static final String YOLO = "--yolo";
    static final String IMAGE = "--image";
    static final String ADD_DIRECTORY = "--add-dir";
    static final String OSS = "--oss";
    static final String LOCAL_PROVIDER = "--local-provider";
    static final String SEARCH = "--search";

    private static final int HELP_WIDTH = 100;
    private static final List<String> SANDBOX_MODES = List.of("read-only", "workspace-write", "danger-full-access");

    private Flags() {}

    /** Start a command with the options that all commands have. */
    static CommandSpec command(String name, Action action, String summary, String... synopsis) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(action).name(name);
        spec.usageMessage()
                .header(summary, "")
                .synopsisHeading("Usage: ")
                .customSynopsis(synopsis)
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .sortOptions(false)
                .width(HELP_WIDTH);
        return spec.addOption(repeatable("<key=value>", "-c", CONFIG)
                        .description(
                                "Set one key of config.toml for this run; repeatable. The key may be dotted, the value is"
                                        + " TOML, or a plain string where it is not: -c model=o3"
                                        + " -c sandbox_workspace_write.network_access=true")
                        .build())
                .addOption(repeatable("<FEATURE>", ENABLE)
                        .description("Switch a feature on, as -c features.<name>=true does; repeatable")
                        .build())
                .addOption(repeatable("<FEATURE>", DISABLE)
                        .description("Switch a feature off, as -c features.<name>=false does; repeatable")
                        .build())
                .addOption(help());
    }

    static OptionSpec help() {
        return flag("-h", "--help")
                .usageHelp(true)
                .description("Show this help")
                .build();
    }

    /** Start a command that only holds others. */
    static CommandSpec group(String name, String summary) {
        CommandSpec spec = command(name, new GroupAction(), summary, "codex " + name + " [OPTIONS] <COMMAND>");
        return spec.addSubcommand("help", HelpCommand.spec());
    }

    private static OptionSpec.Builder option(String... names) {
        return OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length));
    }

    static OptionSpec.Builder flag(String... names) {
        return option(names).type(boolean.class).arity("0");
    }

    static OptionSpec.Builder single(String label, String... names) {
        return option(names).type(String.class).arity("1").paramLabel(label);
    }

    static OptionSpec.Builder repeatable(String label, String... names) {
        return option(names)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label);
    }

    static OptionSpec choice(String label, List<String> choices, String description, String... names) {
        return single(label, names)
                .completionCandidates(choices)
                .converters(new ChoiceConverter(choices))
                .description(description + " [" + String.join(", ", choices) + "]")
                .build();
    }

    static PositionalParamSpec operand(int index, String label, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .arity("0..1")
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    static PositionalParamSpec operands(String label, String description) {
        return PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("[" + label + "]")
                .hideParamSyntax(true)
                .description(description)
                .build();
    }

    /** Return where to work and which settings to take: what {@code config explain} shares with a session. */
    static List<OptionSpec> settings() {
        return List.of(
                single("<NAME>", "-p", PROFILE)
                        .description("Use the table [profiles.<NAME>] of config.toml")
                        .build(),
                single("<DIR>", "-C", DIRECTORY)
                        .description("Work in this directory")
                        .build(),
                flag(STRICT_CONFIG)
                        .description("Treat a key of config.toml that is not known as an error")
                        .build());
    }

    /** Return the options of a session, which the program takes as well and passes down. */
    static List<OptionSpec> session() {
        return List.of(
                repeatable("<FILE>...", "-i", IMAGE)
                        .parameterConsumer(new ImageConsumer())
                        .description("Show these image files to the model along with the prompt")
                        .build(),
                single("<MODEL>", "-m", MODEL).description("The model to ask").build(),
                flag(OSS)
                        .description("Use a model that runs on this machine; needs a local provider")
                        .build(),
                single("<PROVIDER>", LOCAL_PROVIDER)
                        .description("Which local provider --oss means: ollama or lmstudio")
                        .build(),
                choice("<MODE>", SANDBOX_MODES, "How far commands of the model are locked in", "-s", SANDBOX),
                flag(FULL_AUTO)
                        .description(
                                "Let the model change the workspace and nothing else: short for -s workspace-write")
                        .build(),
                flag(BYPASS)
                        .description("Run commands with all of your rights, unasked and without a sandbox. DANGEROUS:"
                                + " only for machines that are a sandbox themselves")
                        .build(),
                flag(YOLO).hidden(true).description("Short for " + BYPASS).build(),
                repeatable("<DIR>", ADD_DIRECTORY)
                        .description("A further directory that may be changed like the workspace; repeatable")
                        .build());
    }

    static void add(CommandSpec spec, List<OptionSpec> options) {
        for (OptionSpec option : options) {
            spec.addOption(option);
        }
    }

    /** The action of a group: to name one of its commands was forgotten. */
    private static final class GroupAction implements Action {
        @Override
        public int run(Invocation invocation) {
            HelpCommand.print(invocation.command(), invocation.host().errors());
            return Program.USAGE_ERROR;
        }
    }
}
