package io.codex4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @TempDir
    Path root;

    private DemoProject project() throws Exception {
        return DemoProject.create(root.resolve("demo"), System.getenv());
    }

    @Test
    void startsFromACommittedProjectWhoseTestFails() throws Exception {
        DemoProject project = project();
        DemoProject.Result test = project.test();
        assertEquals(1, test.status(), test.output());
        assertTrue(test.output().contains("FAIL  4000 -> 1h 66m 40s"), test.output());
        assertEquals(List.of(), project.changedFiles());
    }

    @Test
    void hasAScenarioThatFitsTheProject() throws Exception {
        DemoProject project = project();
        JsonObject scenario = Json.CODEC.parse(Files.readString(project.scenario()));
        List<String> tools = new ArrayList<>();
        String patch = "";
        for (JsonObject turn : scenario.objects("turns")) {
            for (JsonObject item : turn.objects("items")) {
                item.findString("name").ifPresent(tools::add);
                patch = item.findString("input").orElse(patch);
            }
        }
        assertEquals(
                List.of("exec_command", "exec_command", "update_plan", "apply_patch", "exec_command", "update_plan"),
                tools);
        String program = Files.readString(project.directory().resolve(DemoProject.PROGRAM_FILE));
        for (String line : patch.lines().toList()) {
            if (line.startsWith(" ") || line.startsWith("-")) {
                assertTrue(program.contains(line.substring(1) + "\n"), line);
            }
        }
    }

    @Test
    void mendsTheBugAndChecksThatItIsMended() throws IOException {
        TestRun codex = new TestRun(root);
        TestRun.Outcome outcome = codex.run("demo", "--keep", "kept");
        assertEquals(0, outcome.status(), outcome.output() + outcome.errors());
        assertEquals("", outcome.errors());
        Path project = codex.directory().toRealPath().resolve("kept/duration");
        assertTrue(outcome.output().contains("git -C " + project + " diff"), outcome.output());
        assertTrue(outcome.output().contains("FAIL  4000"), outcome.output());
        assertTrue(outcome.output().contains("went from red to green"), outcome.output());
        assertTrue(Files.readString(project.resolve(DemoProject.PROGRAM_FILE)).contains("% 3600 / 60"));
        assertTrue(Files.notExists(codex.home().resolve("sessions")), "the user's own home plays no part");
    }

    @Test
    void wantsADirectoryToItself() throws IOException {
        TestRun codex = new TestRun(root);
        Files.createFile(codex.directory().resolve("file"));
        for (String occupied : List.of(".", "file")) {
            TestRun.Outcome outcome = codex.run("demo", "--keep", occupied);
            assertNotEquals(0, outcome.status());
            assertTrue(outcome.errors().startsWith("Error: "), outcome.errors());
        }
    }
}
