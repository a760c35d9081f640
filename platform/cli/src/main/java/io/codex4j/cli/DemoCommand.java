package io.codex4j.cli;

import io.codex4j.config.Config;
import io.codex4j.config.Config.SandboxMode;
import io.codex4j.exec.ExecStreams;
import io.codex4j.kernel.Kernel;
import io.codex4j.policy.SandboxPolicies;
import io.codex4j.sandbox.SandboxBackends;
import io.codex4j.sandbox.SandboxException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code codex demo}: the agent mends a bug. Only the model is scripted; that it was mended is checked at the end. */
final class DemoCommand implements Action {
    static final String NAME = "demo";

    private static final String KEEP = "--keep";
    private static final String PROMPT = "The test fails. Find out why, mend it, and show that it passes.";

    static CommandSpec spec() {
        return Flags.command(
                        NAME,
                        new DemoCommand(),
                        "Watch the agent mend a bug in a throwaway repository: no key, no network",
                        "codex demo [OPTIONS]")
                .addOption(Flags.single("<DIR>", KEEP)
                        .description("Put the repository into this new or empty directory, not into a temporary one")
                        .build());
    }

    @Override
    public int run(Invocation invocation) throws CommandFailure, InterruptedException {
        if (File.separatorChar == '\\') {
            throw CommandFailure.error("the demo mends a shell script, which Windows cannot run; it is for Linux");
        }
        Host host = invocation.host();
        PrintStream output = host.output();
        DemoProject project = create(invocation);
        Host agentHost = hostOfAgent(host, project);

        output.println(
                "Codex4j demo: an agent mends a failing test. Only the model is scripted, so that this needs no key");
        output.println("and no network; the files, the commands, the sandbox and the patch are real.");
        output.println();
        output.println("  repository  " + project.directory());
        printSandbox(agentHost, project, output);

        heading(output, "The test before");
        DemoProject.Result before = project.test();
        output.print(indent(before.output()));
        output.println(before.status() == 0 ? "  -> passes, which it should not" : "  -> fails, as it should");

        heading(output, "The agent at work");
        int status = new Program(agentHost).run(execution(project));

        heading(output, "The test after");
        DemoProject.Result after = project.test();
        output.print(indent(after.output()));
        output.println(after.status() == 0 ? "  -> passes" : "  -> still fails");

        heading(output, "What was changed");
        DemoProject.Result diff = project.diff();
        output.print(indent(diff.output()));

        List<String> changed = project.changedFiles();
        boolean mended = before.status() != 0
                && status == Program.SUCCESS
                && after.status() == 0
                && changed.equals(List.of(" M " + DemoProject.PROGRAM_FILE));
        output.println();
        if (!mended) {
            output.println("The demo FAILED: " + problem(before, status, after, changed));
            output.println("Everything is still there: " + project.directory());
            return Program.FAILURE;
        }
        printFarewell(output, project);
        return Program.SUCCESS;
    }

    private static String problem(
            DemoProject.Result before, int status, DemoProject.Result after, List<String> changed) {
        if (before.status() == 0) {
            return "the test did not fail to begin with.";
        }
        if (status != Program.SUCCESS) {
            return "the agent ended with exit code " + status + ".";
        }
        if (after.status() != 0) {
            return "the test does not pass.";
        }
        return "other files were changed than " + DemoProject.PROGRAM_FILE + ": " + changed;
    }

    private static List<String> execution(DemoProject project) {
        return List.of(
                ExecCommandLine.NAME,
                "-C",
                project.directory().toString(),
                Flags.SANDBOX,
                SandboxMode.WORKSPACE_WRITE.token(),
                "-c",
                "model=scripted",
                "-c",
                "model_provider=scripted",
                "-c",
                "plugins.scripted.scenario=" + project.scenario(),
                PROMPT);
    }

    /**
     * One stream for everything, so that it stays in order when it is piped or saved. The final message, which exec
     * prints alone to standard output, is in it already.
     */
    private static Host hostOfAgent(Host host, DemoProject project) {
        Map<String, String> environment = new HashMap<>(host.environment());
        environment.put("CODEX_HOME", project.home().toString());
        ExecStreams streams = host.streams();
        return Host.of(
                environment,
                host.directory(),
                new ExecStreams(
                        InputStream.nullInputStream(),
                        OutputStream.nullOutputStream(),
                        streams.out(),
                        false,
                        false,
                        streams.outIsTerminal(),
                        environment));
    }

    private static void printSandbox(Host agentHost, DemoProject project, PrintStream output) throws CommandFailure {
        Config config = Settings.load(agentHost, project.directory()).config();
        try (Kernel kernel = Kernel.start(config, agentHost.environment(), ClientNames.COMMAND_LINE)) {
            SandboxBackends.Choice choice = SandboxBackends.choose(
                    kernel.sandboxes(),
                    SandboxPolicies.of(SandboxMode.WORKSPACE_WRITE, config, List.of(), agentHost.environment()));
            output.println("  sandbox     " + choice.backend().name()
                    + (choice.warnings().isEmpty() ? "" : ", which is weaker than it should be:"));
            choice.warnings().forEach(warning -> output.println("              - " + warning));
        } catch (SandboxException e) {
            output.println("  sandbox     none, so commands will be refused: " + e.getMessage());
        }
    }

    private static void printFarewell(PrintStream output, DemoProject project) {
        output.print("""
                Done: the test went from red to green.

                To look at it again:
                  git -C %s diff

                For real, in a git repository of yours, with a key of OpenAI:
                  export OPENAI_API_KEY=sk-...
                  codex exec "What does this program do?"
                  codex exec --full-auto "Mend the failing test."

                With a server of your own that speaks the Responses API, in ~/.codex/config.toml:
                  model = "my-model"
                  model_provider = "mine"

                  [model_providers.mine]
                  name = "My server"
                  base_url = "http://localhost:8000/v1"
                  env_key = "MY_API_KEY"
                """.formatted(project.directory()));
    }

    private static void heading(PrintStream output, String title) {
        output.println();
        output.println("== " + title + " ==");
        output.flush();
    }

    private static String indent(String text) {
        return text.indent(2);
    }

    private static DemoProject create(Invocation invocation) throws CommandFailure, InterruptedException {
        Host host = invocation.host();
        try {
            Path root = invocation.value(KEEP).isPresent()
                    ? emptyDirectory(host.resolve(invocation.value(KEEP).get()))
                    : temporaryDirectory(host);
            return DemoProject.create(root.toRealPath(), host.environment());
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailure.error("the demo's repository cannot be written: " + e.getMessage());
        }
    }

    private static Path emptyDirectory(Path directory) throws IOException, CommandFailure {
        try (Stream<Path> entries = Files.list(Files.createDirectories(directory))) {
            if (entries.findAny().isPresent()) {
                throw CommandFailure.error(directory + " is not empty; the demo wants a directory to itself");
            }
        } catch (NotDirectoryException | FileAlreadyExistsException e) {
            throw CommandFailure.error(directory + " is not a directory");
        }
        return directory;
    }

    /** In the user's cache, since the agent may write to the system's temporary directory anyway. */
    private static Path temporaryDirectory(Host host) throws IOException {
        String cache = host.environment().getOrDefault("XDG_CACHE_HOME", "");
        String home = host.environment().getOrDefault("HOME", "");
        if (!cache.startsWith("/") && home.startsWith("/")) {
            cache = home + "/.cache";
        }
        if (cache.startsWith("/")) {
            try {
                return numberedDirectory(Files.createDirectories(Path.of(cache, "codex4j")));
            } catch (IOException e) {
                // A home that cannot be written to is no obstacle.
            }
        }
        return Files.createTempDirectory("codex4j-demo-");
    }

    private static Path numberedDirectory(Path parent) throws IOException {
        for (int number = 1; ; number++) {
            try {
                return Files.createDirectory(parent.resolve("demo-" + number));
            } catch (FileAlreadyExistsException e) {
                // One of an earlier demo, which the user may still want to look at.
            }
        }
    }
}
