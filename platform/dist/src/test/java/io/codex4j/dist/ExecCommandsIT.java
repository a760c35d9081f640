package io.codex4j.dist;

import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Script;
import io.codex4j.testkit.Script.Item;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Commands that the model runs: what they may do, what the model is told, what the user sees. */
class ExecCommandsIT {
    private static final Script.Turn DONE = turn(message("Done."));

    @AutoClose
    private final World world = new World();

    @Test
    void tellsTheModelOutputAndExitCode() throws Exception {
        world.model(turn(command("echo out; sleep 0.1; echo err >&2; exit 3")), DONE)
                .run("exec", "run");

        assertEquals("""
                Command: /bin/bash -lc 'echo out; sleep 0.1; echo err >&2; exit 3'
                Chunk ID: CHUNK
                Wall time: TIME seconds
                Process exited with code 3
                Original token count: COUNT
                Output:
                out
                err
                """, world.toolOutput());
    }

    @Test
    void showsACommandAsOneItem() throws Exception {
        CodexResult result =
                world.model(turn(command("echo bad; exit 3")), DONE).run("exec", "--json", "run");

        assertEquals("""
                {"type":"thread.started","thread_id":"ID"}
                {"type":"turn.started"}
                {"type":"item.started","item":{"id":"item_0","type":"command_execution",\
                "command":"/bin/bash -lc 'echo bad; exit 3'","aggregated_output":"","exit_code":null,\
                "status":"in_progress"}}
                {"type":"item.completed","item":{"id":"item_0","type":"command_execution",\
                "command":"/bin/bash -lc 'echo bad; exit 3'","aggregated_output":"bad\\n","exit_code":3,\
                "status":"failed"}}
                {"type":"item.completed","item":{"id":"item_1","type":"agent_message","text":"Done."}}
                {"type":"turn.completed","usage":{"input_tokens":200,"cached_input_tokens":0,"output_tokens":20}}
                """, world.neutral(result.stdout()));
        assertEquals(0, result.exitCode());
    }

    @Test
    void showsACommandToPeople() throws Exception {
        CodexResult result = world.model(turn(command("echo hi")), turn(command("exit 3")), DONE)
                .run("exec", "run");

        String shown = world.neutral(result.stderr());
        assertTrue(shown.contains("exec\n/bin/bash -lc 'echo hi' in WORK\n succeeded in TIME:\nhi\n"), shown);
        assertTrue(shown.contains("exec\n/bin/bash -lc 'exit 3' in WORK\n exited 3 in TIME:\n"), shown);
        assertEquals("Done.\n", result.stdout());
    }

    @Test
    void looksAfterACommandThatTakesLong() throws Exception {
        world.model(
                turn(command("sleep 1; echo late")
                        .with("arguments", Map.of("cmd", "sleep 1; echo late", "yield_time_ms", 250))),
                turn(functionCall("write_stdin", "{\"session_id\": {{capture:session ID (\\d+)}}, \"chars\": \"\"}")),
                DONE);

        CodexResult result = world.run("exec", "run");

        List<String> outputs = world.toolOutputs();
        assertTrue(outputs.get(0).contains("\nProcess running with session ID NUMBER\n"), outputs.get(0));
        assertTrue(outputs.get(1).contains("\nProcess exited with code 0\n"), outputs.get(1));
        assertTrue(outputs.get(1).endsWith("Output:\nlate\n"), outputs.get(1));
        assertEquals(0, result.exitCode());
    }

    @Test
    void writesToACommandThatWaitsForInput() throws Exception {
        world.model(
                turn(functionCall(
                        "exec_command", Map.of("cmd", "read line; echo got $line", "tty", true, "yield_time_ms", 250))),
                turn(functionCall(
                        "write_stdin", "{\"session_id\": {{capture:session ID (\\d+)}}, \"chars\": \"hello\\n\"}")),
                DONE);

        world.run("exec", "run");

        assertTrue(world.toolOutputs().get(1).contains("got hello"), world.toolOutputs()::toString);
    }

    @Test
    void endsCommandsThatAreStillRunningAtTheEnd() throws Exception {
        world.model(turn(functionCall("exec_command", Map.of("cmd", "sleep 100", "yield_time_ms", 250))), DONE);

        assertEquals(0, world.run("exec", "run").exitCode());
    }

    @Test
    void tellsTheModelThatASessionIsUnknown() throws Exception {
        world.model(turn(functionCall("write_stdin", Map.of("session_id", 99, "chars", ""))), DONE)
                .run("exec", "run");

        assertEquals("write_stdin failed: Unknown process id 99", world.toolOutput());
    }

    @Test
    void writesNothingInReadOnlyMode() throws Exception {
        CodexResult result =
                world.model(turn(command("touch x && echo made")), DONE).run("exec", "--json", "run");

        assertEquals(Map.of(), world.workspace().files());
        assertTrue(world.toolOutput().contains("Process exited with code 1\n"), world.toolOutput());
        assertTrue(result.stdout().contains("\"exit_code\":1,\"status\":\"failed\""), result.stdout());
    }

    @Test
    void writesTheWorkspaceAndNothingElseWhenAllowed() throws Exception {
        Path outside = world.workspace().home().resolve("outside");

        world.model(turn(command("echo hi > n.txt; echo hi > " + outside)), DONE)
                .run("exec", "-s", "workspace-write", "run");

        assertEquals(Map.of("n.txt", "hi\n"), world.workspace().files());
        assertFalse(Files.exists(outside));
    }

    @Test
    void writesTheWorkspaceByFullAuto() throws Exception {
        CodexResult result = world.model(turn(command("echo hi > n.txt")), DONE).run("exec", "--full-auto", "run");

        assertEquals(Map.of("n.txt", "hi\n"), world.workspace().files());
        assertTrue(result.stderr().contains("sandbox: workspace-write [workdir, /tmp, $TMPDIR"), result.stderr());
    }

    @Test
    void writesFurtherDirectories() throws Exception {
        Path further = Files.createDirectories(world.workspace().home().resolve("further"));

        world.model(turn(command("echo hi > " + further + "/n.txt")), DONE)
                .run("exec", "--full-auto", "--add-dir", further.toString(), "run");

        assertEquals("hi\n", Files.readString(further.resolve("n.txt")));
    }

    @Test
    void writesAnythingWithoutASandbox() throws Exception {
        Path outside = world.workspace().home().resolve("outside");

        world.model(turn(command("echo hi > " + outside)), DONE).run("exec", "--yolo", "run");

        assertEquals("hi\n", Files.readString(outside));
    }

    @Test
    void refusesToLeaveTheSandboxWhereNobodyCanBeAsked() throws Exception {
        world.model(
                turn(functionCall(
                        "exec_command",
                        Map.of("cmd", "touch x", "sandbox_permissions", "require_escalated", "justification", "why"))),
                DONE);

        CodexResult result = world.run("exec", "--json", "run");

        assertEquals(Map.of(), world.workspace().files());
        assertTrue(world.toolOutput().contains("approval policy is Never"), world.toolOutput());
        assertFalse(result.stdout().contains("command_execution"), result.stdout());
    }

    @Test
    void runsCallsOfOneAnswerAtTheSameTime() throws Exception {
        String meet = "touch %s; until [ -e %s ]; do sleep 0.05; done";
        world.configure(config -> config.withModel("gpt-5.4"))
                .model(turn(command(meet.formatted("a", "b")), command(meet.formatted("b", "a"))), DONE);

        CodexResult result = world.run("exec", "--full-auto", "run");

        assertEquals("Done.\n", result.stdout());
        for (String output : world.toolOutputs()) {
            assertTrue(output.contains("Process exited with code 0\n"), output);
        }
    }

    @Test
    void shortensLongOutputsInTheMiddle() throws Exception {
        world.model(turn(command("seq 1 20000")), DONE).run("exec", "run");

        String output = world.toolOutput();
        assertTrue(output.contains("Output:\nTotal output lines: 20000\n\n1\n2\n3\n"), output);
        assertTrue(output.contains(" truncated…"), output);
        assertTrue(output.endsWith("19999\n20000\n"), output);
        assertTrue(output.length() < 13_000, () -> "length " + output.length());
    }

    @Test
    void runsInTheDirectoryThatTheModelNames() throws Exception {
        world.workspace().write("sub/x", "");

        world.model(turn(functionCall("exec_command", Map.of("cmd", "pwd", "workdir", "sub"))), DONE)
                .run("exec", "run");

        assertTrue(world.toolOutput().endsWith("Output:\nWORK/sub\n"), world.toolOutput());
    }

    @Test
    void runsTheShellCommandTool() throws Exception {
        world.configure(config -> config.withTable("[features]").withTable("unified_exec = false"))
                .model(turn(functionCall("shell_command", Map.of("command", "echo hi; exit 2"))), DONE);

        world.run("exec", "run");

        assertEquals("Exit code: 2\nWall time: TIME seconds\nOutput:\nhi\n", world.toolOutput());
    }

    @Test
    void endsACommandThatExceedsItsTime() throws Exception {
        world.configure(config -> config.withTable("[features]").withTable("unified_exec = false"))
                .model(
                        turn(functionCall("shell_command", Map.of("command", "echo hi; sleep 100", "timeout_ms", 300))),
                        DONE);

        world.run("exec", "run");

        assertTrue(world.toolOutput().startsWith("Exit code: 124\n"), world.toolOutput());
        assertTrue(world.toolOutput().contains("timed out"), world.toolOutput());
    }

    @Test
    void tellsTheModelThatAToolIsUnknown() throws Exception {
        CodexResult result = world.model(
                        turn(functionCall("no_such_tool", Map.of()), Script.customCall("no_such_tool", "x")), DONE)
                .run("exec", "run");

        assertEquals(
                List.of("unsupported call: no_such_tool", "unsupported custom tool call: no_such_tool"),
                world.toolOutputs());
        assertEquals(0, result.exitCode());
    }

    @Test
    void tellsTheModelThatArgumentsAreWrong() throws Exception {
        world.model(
                turn(
                        functionCall("exec_command", "{not json"),
                        functionCall("exec_command", "[1]"),
                        functionCall("exec_command", Map.of()),
                        functionCall("exec_command", Map.of("cmd", 7)),
                        functionCall("write_stdin", Map.of("session_id", "x"))),
                DONE);

        CodexResult result = world.run("exec", "run");

        List<String> outputs = world.toolOutputs();
        assertEquals(5, outputs.size(), outputs::toString);
        for (String output : outputs) {
            assertTrue(output.startsWith("failed to parse function arguments: "), output);
        }
        assertEquals("Done.\n", result.stdout());
    }

    private static Item command(String line) {
        return functionCall("exec_command", Map.of("cmd", line));
    }
}
