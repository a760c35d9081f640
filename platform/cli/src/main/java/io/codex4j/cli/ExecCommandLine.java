package io.codex4j.cli;

import io.codex4j.engine.Resume;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code codex exec} and {@code codex exec resume}: one task, without a user. */
final class ExecCommandLine {
    static final String NAME = "exec";

    private static final String RESUME = "resume";
    private static final String LAST = "--last";
    private static final String ALL = "--all";

    private ExecCommandLine() {}

    static CommandSpec spec() {
        CommandSpec spec = Flags.command(
                NAME,
                new Execution(),
                "Run one task without asking anything back",
                "codex exec [OPTIONS] [PROMPT]",
                "       codex exec [OPTIONS] resume [SESSION_ID] [PROMPT]");
        addOptions(spec);
        spec.addPositional(Flags.operand(0, "PROMPT", "What to do; read from standard input if it is absent or `-`"));
        spec.addOption(Flags.flag("-V", "--version")
                .versionHelp(true)
                .description("Show the version")
                .build());
        return spec.addSubcommand(RESUME, resume()).addSubcommand(HelpCommand.NAME, HelpCommand.spec());
    }

    private static CommandSpec resume() {
        CommandSpec spec = Flags.command(
                RESUME,
                new Resumption(),
                "Go on with an earlier session",
                "codex exec resume [OPTIONS] [SESSION_ID] [PROMPT]");
        spec.addOption(Flags.flag(LAST)
                        .description("Go on with the newest session of this directory")
                        .build())
                .addOption(Flags.flag(ALL)
                        .description("With --last: of any directory")
                        .build());
        addOptions(spec);
        return spec.addPositional(Flags.operand(0, "SESSION_ID", "Id or name of the session; not with --last"))
                .addPositional(
                        Flags.operand(1, "PROMPT", "What to do next; read from standard input if it is absent or `-`"));
    }

    private static void addOptions(CommandSpec spec) {
        Flags.add(spec, Flags.session());
        Flags.add(spec, Flags.settings());
        for (OptionSpec.Builder option : List.of(
                Flags.flag(ExecSession.SKIP_GIT_CHECK).description("Work outside of a git repository, too"),
                Flags.flag(ExecSession.EPHEMERAL).description("Write no session file: the session cannot be resumed"),
                Flags.single("<FILE>", ExecSession.OUTPUT_SCHEMA)
                        .description("JSON schema that the final message has to follow"),
                Flags.flag(ExecSession.JSON).description("Print events to standard output, one JSON object a line"),
                Flags.flag(ExecSession.EXPERIMENTAL_JSON)
                        .hidden(true)
                        .description("Earlier name of " + ExecSession.JSON),
                Flags.single("<FILE>", "-o", ExecSession.LAST_MESSAGE)
                        .description("Write the final message to this file"))) {
            spec.addOption(option.build());
        }
        spec.addOption(Flags.choice(
                "<WHEN>", List.of("always", "never", "auto"), "Whether to use colours", ExecSession.COLOR));
    }

    private static final class Execution implements Action {
        @Override
        public int run(Invocation invocation) throws CommandFailure, UsageError, InterruptedException {
            return new ExecSession(invocation).run(Resume.none(), invocation.operands());
        }
    }

    /** {@code resume ID PROMPT}, {@code resume --last PROMPT}, and the prompt may stand before {@code resume}, too. */
    private static final class Resumption implements Action {
        @Override
        public int run(Invocation invocation) throws CommandFailure, UsageError, InterruptedException {
            List<String> operands = new ArrayList<>(invocation.operands());
            Resume resume;
            if (invocation.isGiven(LAST)) {
                if (operands.size() > 1) {
                    throw new UsageError("a session id cannot be used with " + LAST);
                }
                resume = Resume.last(invocation.isGiven(ALL));
            } else if (operands.isEmpty()) {
                resume = Resume.last(invocation.isGiven(ALL));
            } else {
                resume = Resume.id(operands.removeFirst());
            }
            return new ExecSession(invocation)
                    .run(resume, operands.isEmpty() ? invocation.operandsOfParent() : operands);
        }
    }
}
