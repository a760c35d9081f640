/**
 * Test a program that talks to a model, from outside: a model server that says what a script tells it to, and a harness
 * that runs a launcher in a fresh world and watches it.
 *
 * <pre>{@code
 * try (ModelServer server = ModelServer.start(Script.of(
 *                 turn(functionCall("exec_command", Map.of("cmd", "ls"))), turn(message("Done."))).scenario());
 *         Workspace workspace = Workspace.create()) {
 *     workspace.write("a.txt", "hello\n").config(ConfigFile.of(server).text());
 *     CodexResult result = CodexProcess.launch(workspace, "exec", "--json", "look around").run();
 *     assertEquals(0, result.exitCode());
 * }
 * }</pre>
 */
@NullMarked
package io.codex4j.testkit;

import org.jspecify.annotations.NullMarked;
