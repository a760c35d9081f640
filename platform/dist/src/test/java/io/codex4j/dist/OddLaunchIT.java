package io.codex4j.dist;

import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexProcess;
import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole runs of the packed program from unusual places and in unusual worlds: what {@link LauncherIT} only starts. */
class OddLaunchIT {
    private static final String EVENTS = """
            {"type":"thread.started","thread_id":"ID"}
            {"type":"turn.started"}
            {"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"ok"}}
            {"type":"turn.completed","usage":{"input_tokens":100,"cached_input_tokens":0,"output_tokens":10}}
            """;

    @AutoClose
    private final World world = new World();

    @BeforeEach
    void answer() {
        world.play(Script.of(turn(message("ok"))).with("after", "repeat"));
    }

    @Test
    void runsThroughALinkInAFolderWithSpacesAndUmlauts() throws Exception {
        Path folder = Files.createDirectories(world.workspace().home().resolve("ein Örtchen mit spaces"));
        Files.createSymbolicLink(
                folder.resolve("distribution"),
                ShellScript.launcher().getParent().getParent());
        Files.createSymbolicLink(folder.resolve("codex"), Path.of("distribution/bin/codex"));

        CodexResult result = world.shell("'" + folder + "/codex' exec --json run");

        assertEquals(EVENTS, world.neutral(result.stdout()));
        assertEquals("", result.stderr());
    }

    @Test
    void runsFromThePath() throws Exception {
        CodexResult result = world.shell("PATH=\"$(dirname \"$CODEX\"):$PATH\" codex exec --json run");

        assertEquals(EVENTS, world.neutral(result.stdout()));
    }

    @Test
    void worksInTheFolderThatItIsStartedIn() throws Exception {
        world.workspace().write("a sub folder/x", "");

        CodexResult result = world.run(
                world.launch("exec", "run").directory(world.workspace().root().resolve("a sub folder")));

        assertTrue(world.neutral(result.stderr()).contains("workdir: WORK/a sub folder\n"), result.stderr());
    }

    @Test
    void printsOnlyEventsWhateverTheJvmIsTold() throws Exception {
        CodexProcess.Launch launch = world.launch("exec", "--json", "run")
                .environment("JAVA_TOOL_OPTIONS", "-Xmx1k -XX:+PrintFlagsFinal")
                .environment("_JAVA_OPTIONS", "-verbose:gc")
                .environment("JDK_JAVA_OPTIONS", "-Xlog:all");

        CodexResult result = world.run(launch);

        assertEquals(EVENTS, world.neutral(result.stdout()));
        assertEquals("", result.stderr());
    }

    @Test
    void printsOnlyEventsWithoutTheStartUpCache() throws Exception {
        CodexProcess.Launch launch = world.launch("exec", "--json", "run")
                .environment(
                        "CODEX_JAVA_OPTIONS",
                        "-XX:SharedArchiveFile=" + world.workspace().home().resolve("none.jsa"));

        CodexResult result = world.run(launch);

        assertEquals(EVENTS, world.neutral(result.stdout()));
        assertEquals("", result.stderr());
    }

    @Test
    void printsOnlyEventsWithACacheOfSomethingElse() throws Exception {
        Path cache = world.workspace().home().resolve("wrong.jsa");
        Files.writeString(cache, "no cache".repeat(10_000));
        CodexProcess.Launch launch = world.launch("exec", "--json", "run")
                .environment("CODEX_JAVA_OPTIONS", "-XX:SharedArchiveFile=" + cache);

        CodexResult result = world.run(launch);

        assertEquals(EVENTS, world.neutral(result.stdout()));
        assertEquals("", result.stderr());
    }

    @Test
    void runsWithNothingInItsEnvironment() throws Exception {
        CodexResult result = world.shell("env -i CODEX_HOME=\"$CODEX_HOME\" \"$CODEX\" exec --json run");

        assertEquals(EVENTS, world.neutral(result.stdout()));
    }

    @Test
    void runsWithoutStandardStreams() throws Exception {
        CodexResult result = world.shell("\"$CODEX\" exec -o last.txt run <&- >&- 2>&-; echo $? > status");

        assertEquals(
                "ok",
                world.workspace().read("last.txt"),
                () -> "status " + world.workspace().files());
        assertEquals("", result.stdout());
    }

    @Test
    void saysThatItsFolderIsGone() throws Exception {
        CodexResult result = world.shell("mkdir gone; cd gone; rmdir ../gone; \"$CODEX\" exec run");

        assertEquals(1, result.exitCode());
        // The shell that runs the launcher may complain by itself before ours is its turn.
        assertEquals(
                "codex: the current directory is gone; change to one that exists.",
                result.stderr().lines().toList().getLast());
    }

    @Test
    void saysThatThereIsNoHome() throws Exception {
        CodexResult result = world.shell("unset HOME CODEX_HOME; \"$CODEX\" features list");

        assertTrue(result.exitCode() == 0 || result.stderr().lines().count() == 1, result.stderr());
    }

    @Test
    void runsWithFewDescriptors() throws Exception {
        CodexResult result = world.shell("ulimit -n 64; \"$CODEX\" exec --json run");

        assertEquals(EVENTS, world.neutral(result.stdout()));
    }

    @Test
    void handsTheCommandNoneOfItsOwnHelpers() throws Exception {
        world.model(
                turn(functionCall("exec_command", Map.of("cmd", "env | grep CODEX_ | sort", "login", false))),
                turn(message("ok")));

        world.run(world.launch("exec", "run")
                .environment("JAVA_TOOL_OPTIONS", "-Da=1")
                .environment("LC_ALL", "C"));

        List<String> names = world.toolOutput()
                .lines()
                .filter(line -> line.startsWith("CODEX_"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
        assertEquals(
                List.of(
                        "CODEX_CI",
                        "CODEX_HOME",
                        "CODEX_SANDBOX_NETWORK_DISABLED",
                        "CODEX_TESTKIT_RUN",
                        "CODEX_THREAD_ID"),
                names);
    }
}
