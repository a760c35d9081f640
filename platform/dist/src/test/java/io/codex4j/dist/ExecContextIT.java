package io.codex4j.dist;

import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.testkit.CodexProcess;
import io.codex4j.testkit.RecordedRequest;
import io.codex4j.testkit.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What reaches the model beside the prompt, and what reaches commands by their environment. */
class ExecContextIT {
    private static final Script.Turn DONE = turn(message("Done."));

    @AutoClose
    private final World world = new World();

    @Test
    void sendsPermissionsSurroundingsAndPromptInThisOrder() throws Exception {
        world.model(DONE).run("exec", "the prompt");

        List<JsonObject> input = world.request().objects("input");
        assertEquals(List.of("developer", "user", "user"), roles(input));
        assertTrue(text(input.get(0)).startsWith("<permissions instructions>"), text(input.get(0)));
        assertTrue(
                world.neutral(text(input.get(1)))
                        .startsWith(
                                "<environment_context>\n  <cwd>WORK</cwd>\n  <shell>bash</shell>\n  <current_date>"),
                text(input.get(1)));
        assertEquals("the prompt", text(input.get(2)));
    }

    @Test
    void sendsInstructionsOfTheUserAndOfTheProject() throws Exception {
        world.workspace()
                .writeHome("AGENTS.md", "global advice")
                .write("AGENTS.md", "root advice")
                .write("sub/AGENTS.override.md", "sub advice")
                .write("sub/AGENTS.md", "overridden")
                .write("sub/deeper/AGENTS.md", "too deep");

        world.model(DONE).run("exec", "-C", "sub", "run");

        assertEquals(
                "# AGENTS.md instructions for WORK/sub\n\n<INSTRUCTIONS>\nglobal advice\n\n--- project-doc ---\n\n"
                        + "root advice\n\nsub advice\n</INSTRUCTIONS>",
                world.neutral(world.request()
                        .objects("input")
                        .get(1)
                        .objects("content")
                        .getFirst()
                        .string("text")));
    }

    @Test
    void sendsInstructionsOfTheDeveloper() throws Exception {
        world.configure(config -> config.withTop("developer_instructions = \"Be brief.\""))
                .model(DONE);

        world.run("exec", "run");

        List<JsonObject> parts = world.request().objects("input").getFirst().objects("content");
        assertEquals("Be brief.", parts.get(1).string("text"));
    }

    @Test
    void saysWhoAsks() throws Exception {
        world.model(DONE).run("exec", "run");

        RecordedRequest request = world.server().generations().getFirst();
        String thread = request.body().string("prompt_cache_key");
        assertEquals("codex_exec", request.header("originator").orElseThrow());
        assertEquals(thread, request.header("session_id").orElseThrow());
        assertEquals("text/event-stream", request.header("accept").orElseThrow());
        assertEquals("close", request.header("connection").orElseThrow(), "a server on this machine");
        assertTrue(request.header("user-agent").orElseThrow().startsWith("codex_exec/"));
    }

    @Test
    void sendsTheBodyInTheOrderThatServersHaveSeen() throws Exception {
        world.model(DONE).run("exec", "run");

        assertEquals(
                List.of(
                        "model",
                        "instructions",
                        "input",
                        "tools",
                        "tool_choice",
                        "parallel_tool_calls",
                        "reasoning",
                        "store",
                        "stream",
                        "include",
                        "prompt_cache_key"),
                List.copyOf(world.request().asMap().keySet()));
    }

    @Test
    void sendsTheKeyOfTheProvider() throws Exception {
        world.configure(config -> config.withProvider("env_key = \"MOCK_KEY\"")
                        .withProvider("http_headers = { \"X-Fixed\" = \"one\" }")
                        .withProvider("env_http_headers = { \"X-Set\" = \"SET\", \"X-Unset\" = \"UNSET\" }")
                        .withProvider("query_params = { \"api-version\" = \"7\" }"))
                .model(DONE);

        world.run(world.launch("exec", "run").environment("MOCK_KEY", "s3cret").environment("SET", "two"));

        RecordedRequest request = world.server().generations().getFirst();
        assertEquals("Bearer s3cret", request.header("authorization").orElseThrow());
        assertEquals("one", request.header("x-fixed").orElseThrow());
        assertEquals("two", request.header("x-set").orElseThrow());
        assertTrue(request.header("x-unset").isEmpty());
        assertEquals("api-version=7", request.query());
    }

    @Test
    void asksTheModelThatTheLastLayerNames() throws Exception {
        world.configure(config -> config.withTable("[profiles.p1]")
                        .withTable("model = \"from-profile\"")
                        .withTable("model_reasoning_effort = \"low\""))
                .play(Script.of(DONE).with("after", "repeat"));

        world.run("exec", "run");
        world.run("exec", "-p", "p1", "run");
        world.run("exec", "-p", "p1", "-c", "model=from-override", "run");
        world.run("exec", "-p", "p1", "-c", "model=from-override", "-m", "from-flag", "run");

        assertEquals(
                List.of("mock-model", "from-profile", "from-override", "from-flag"),
                world.server().generations().stream()
                        .map(request -> request.body().string("model"))
                        .toList());
    }

    @Test
    void offersNoShellWhenTheFeatureIsOff() throws Exception {
        world.model(DONE).run("exec", "--disable", "shell_tool", "run");

        assertFalse(tools().contains("exec_command"), () -> "tools: " + tools());
    }

    @Test
    void offersTheUsualToolsToAModelThatIsNotKnown() throws Exception {
        world.model(DONE).run("exec", "run");

        assertTrue(
                tools().containsAll(List.of("exec_command", "write_stdin", "update_plan", "view_image", "web_search")),
                () -> "tools: " + tools());
        assertFalse(tools().contains("apply_patch"), () -> "tools: " + tools());
    }

    @Test
    void tellsCommandsWhereTheyRun() throws Exception {
        Map<String, String> variables = environmentOfCommand(world.launch("exec", "run"));

        assertEquals("1", variables.get("CODEX_CI"));
        assertEquals("1", variables.get("NO_COLOR"));
        assertEquals("1", variables.get("CODEX_SANDBOX_NETWORK_DISABLED"));
        assertEquals("cat", variables.get("PAGER"));
        assertEquals("cat", variables.get("GIT_PAGER"));
        assertEquals("C.UTF-8", variables.get("LC_ALL"));
        assertEquals(world.lastRequest().string("prompt_cache_key"), variables.get("CODEX_THREAD_ID"));
    }

    @Test
    void handsVariablesOnToCommands() throws Exception {
        Map<String, String> variables = environmentOfCommand(world.launch("exec", "run")
                .environment("MINE", "a b")
                .environment("MY_TOKEN", "t")
                .environment("JAVA_TOOL_OPTIONS", "-Da=1"));

        assertEquals("a b", variables.get("MINE"));
        assertEquals("t", variables.get("MY_TOKEN"));
        assertEquals("-Da=1", variables.get("JAVA_TOOL_OPTIONS"));
    }

    @Test
    void keepsVariablesFromCommandsAsThePolicySays() throws Exception {
        world.configure(config -> config.withTable("[shell_environment_policy]")
                .withTable("ignore_default_excludes = false")
                .withTable("exclude = [\"AWS_*\"]")
                .withTable("set = { ADDED = \"yes\" }"));

        Map<String, String> variables = environmentOfCommand(world.launch("exec", "run")
                .environment("MY_TOKEN", "t")
                .environment("AWS_REGION", "r")
                .environment("MINE", "m"));

        assertEquals("yes", variables.get("ADDED"));
        assertEquals("m", variables.get("MINE"));
        assertFalse(variables.containsKey("MY_TOKEN"), variables::toString);
        assertFalse(variables.containsKey("AWS_REGION"), variables::toString);
    }

    @Test
    void handsOnlyTheCoreOfVariablesOnWhenTold() throws Exception {
        world.configure(config -> config.withTable("[shell_environment_policy]").withTable("inherit = \"core\""));

        Map<String, String> variables =
                environmentOfCommand(world.launch("exec", "run").environment("MINE", "m"));

        assertEquals(world.workspace().home().toString(), variables.get("HOME"));
        assertFalse(variables.containsKey("MINE"), variables::toString);
    }

    private Map<String, String> environmentOfCommand(CodexProcess.Launch launch) throws Exception {
        world.model(turn(functionCall("exec_command", Map.of("cmd", "env", "login", false))), DONE);
        world.run(launch);
        Map<String, String> variables = new TreeMap<>();
        String output =
                world.server().generations().getLast().toolOutputs().getFirst().string("output");
        output.lines().filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            variables.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return variables;
    }

    private List<String> tools() {
        List<String> names = new ArrayList<>();
        for (JsonObject tool : world.request().objects("tools")) {
            names.add(tool.string("name", tool.string("type")));
        }
        return names;
    }

    private static List<String> roles(List<JsonObject> input) {
        return input.stream().map(item -> item.string("role", "")).toList();
    }

    /** Return the last part of a message. */
    private static String text(JsonObject message) {
        return message.objects("content").getLast().string("text");
    }
}
