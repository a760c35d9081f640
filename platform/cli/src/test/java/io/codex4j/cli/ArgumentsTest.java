package io.codex4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    @TempDir
    Path root;

    private TestRun codex;

    @BeforeEach
    void setUp() {
        codex = new TestRun(root);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-m foo", "-mfoo", "-m=foo", "--model foo", "--model=foo"})
    void takesTheValueOfAnOptionInEachSpelling(String spelling) {
        String[] words = ("exec " + spelling + " hi").split(" ");
        Invocation invocation = codex.parse(words);
        assertEquals(Optional.of("foo"), invocation.value(Flags.MODEL));
        assertEquals(List.of("hi"), invocation.operands());
    }

    @Test
    void takesEmptyValues() {
        assertEquals(Optional.of(""), codex.parse("exec", "--model=", "hi").value(Flags.MODEL));
        assertEquals(Optional.of(""), codex.parse("exec", "-m", "", "hi").value(Flags.MODEL));
        assertEquals(List.of(""), codex.parse("exec", "").operands());
    }

    @Test
    void takesAPromptAsItStands() {
        assertEquals(List.of("@file"), codex.parse("exec", "@file").operands());
        assertEquals(
                List.of("\"quoted\" ${x}"),
                codex.parse("exec", "\"quoted\" ${x}").operands());
        assertEquals(List.of("-"), codex.parse("exec", "-").operands());
        assertEquals(List.of("- a list"), codex.parse("exec", "--", "- a list").operands());
        assertEquals(List.of("demo"), codex.parse("exec", "demo").operands());
    }

    @Test
    void endsOptionsAtTwoDashes() {
        Invocation invocation = codex.parse("exec", "--", "resume");
        assertEquals("exec", invocation.command().name());
        assertEquals(List.of("resume"), invocation.operands());
    }

    @Test
    void passesOptionsOfAllLevelsDown() {
        Invocation invocation = codex.parse(
                "-c",
                "a=1",
                "--enable",
                "x",
                "exec",
                "-c",
                "b=2",
                "--enable",
                "y",
                "resume",
                "--last",
                "-c",
                "c=3",
                "hi");
        assertEquals(List.of("a=1", "b=2", "c=3"), invocation.values(Flags.CONFIG));
        assertEquals(List.of("x", "y"), invocation.values(Flags.ENABLE));
        assertEquals(List.of("hi"), invocation.operands());
    }

    @Test
    void prefersTheInnermostOfAnOptionThatCountsOnce() {
        assertEquals(
                Optional.of("inner"),
                codex.parse("-m", "outer", "exec", "-m", "inner", "hi").value(Flags.MODEL));
        assertEquals(
                Optional.of("outer"), codex.parse("-m", "outer", "exec", "hi").value(Flags.MODEL));
        assertEquals(
                Optional.of("b"),
                codex.parse("exec", "-o", "a", "resume", "--last", "-o", "b", "hi")
                        .value(ExecSession.LAST_MESSAGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec --json --full-auto resume --last hi",
                "exec resume --json --full-auto --last hi",
                "exec --json resume --last --full-auto hi",
                "--full-auto exec resume --last --json hi",
                "e --experimental-json --full-auto resume --last hi"
            })
    void takesFlagsBeforeAndAfterResume(String line) {
        Invocation invocation = codex.parse(line.split(" "));
        assertEquals("resume", invocation.command().name());
        assertTrue(invocation.isGiven(ExecSession.JSON, ExecSession.EXPERIMENTAL_JSON));
        assertTrue(invocation.isGiven(Flags.FULL_AUTO));
        assertEquals(List.of("hi"), invocation.operands());
    }

    @Test
    void takesAPromptBeforeResume() {
        Invocation invocation = codex.parse("exec", "hi", "resume", "--last");
        assertEquals(List.of(), invocation.operands());
        assertEquals(List.of("hi"), invocation.operandsOfParent());
    }

    @Test
    void takesSeveralImagesAndLeavesThePromptAlone() throws IOException {
        String first = Files.createFile(root.resolve("a.png")).toString();
        String second = Files.createFile(root.resolve("b.png")).toString();
        assertImages(List.of(first, second), List.of(), "exec", "-i", first, second);
        assertImages(List.of(first, second), List.of("what?"), "exec", "-i", first, second, "what?");
        assertImages(List.of(first, second), List.of("what?"), "exec", "what?", "-i", first, "-i", second);
        assertImages(List.of(first, second), List.of("what?"), "exec", "--image=" + first + "," + second, "what?");
        assertImages(List.of(first), List.of(second), "exec", "-i", first, "--", second);
        assertImages(List.of("missing.png"), List.of("what?"), "exec", "-imissing.png", "what?");
        assertImages(List.of(first), List.of(), "exec", "-i", first, "--json");
        assertImages(List.of(first), List.of("last"), "exec", "-i", first, "resume", "last");
        assertImages(List.of(first, second), List.of("hi"), "-i", first, "exec", "-i", second, "hi");
    }

    private void assertImages(List<String> images, List<String> operands, String... words) {
        Invocation invocation = codex.parse(words);
        assertEquals(images, invocation.values(Flags.IMAGE));
        assertEquals(operands, invocation.operands());
    }

    @Test
    void leavesTheArgumentsOfASandboxedCommandAlone() {
        Invocation invocation =
                codex.parse("sandbox", "linux", "--full-auto", "sh", "-c", "x", "--", "--full-auto", "-c");
        assertTrue(invocation.isGiven(Flags.FULL_AUTO));
        assertEquals(List.of("sh", "-c", "x", "--", "--full-auto", "-c"), invocation.operands());
        assertEquals(List.of(), invocation.values(Flags.CONFIG));
        assertEquals(
                List.of("--odd-name", "exec"),
                codex.parse("sandbox", "landlock", "--", "--odd-name", "exec").operands());
        Invocation named = codex.parse("sandbox", "windows", "--timeout-ms", "5", "--", "setup", "status");
        assertEquals(List.of("setup", "status"), named.operands());
        assertEquals(Optional.of("5"), named.value("--timeout-ms"));
        assertEquals(
                List.of("/c", "setup"),
                codex.parse("sandbox", "windows", "cmd", "/c", "setup")
                        .operands()
                        .subList(1, 3));
        assertEquals(
                "setup", codex.parse("sandbox", "windows", "setup").command().name());
        assertFalse(codex.parse("debug", "landlock", "true", "--full-auto").isGiven(Flags.FULL_AUTO));
    }
}
