package io.codex4j.dist;

import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person at a terminal sees; {@code script} plays the terminal. */
class TerminalIT {
    private static final Script.Turn DONE = turn(message("Done."));

    @AutoClose
    private final World world = new World();

    @BeforeEach
    void needATerminal() {
        assertTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script(1); ./dev test installs it");
    }

    @Test
    void printsTheAnswerOnce() throws Exception {
        String screen = screen(DONE);

        assertEquals(screen.indexOf("Done."), screen.lastIndexOf("Done."), screen);
    }

    @Test
    void colorsUnlessToldNotTo() throws Exception {
        assertTrue(screen(DONE).contains("\u001b["));
        assertFalse(world.model(DONE)
                .shell(typed("NO_COLOR=1 \"$CODEX\" exec run"))
                .stdout()
                .contains("\u001b[3"));
    }

    @Test
    void showsThatItWaitsForACommand() throws Exception {
        String screen = screen(turn(functionCall("exec_command", Map.of("cmd", "sleep 2"))), DONE);

        assertTrue(screen.contains("running "), screen);
    }

    @Test
    void doesNotLetTheModelSteerTheTerminal() throws Exception {
        String evil = "\u001b]0;evil title\u0007\u001b[2J\u009b31m";
        String command = "printf '\\033[2J\\033]52;c;ZXZpbA==\\007'";

        String screen = screen(
                turn(message("say " + evil)),
                turn(message("say " + evil), functionCall("exec_command", Map.of("cmd", command))),
                turn(message("final " + evil)));

        for (String sequence : new String[] {"\u001b]0;", "\u001b[2J", "\u001b]52", "\u0007", "\u009b"}) {
            assertFalse(screen.contains(sequence), screen);
        }
    }

    /** Return everything that appears on a terminal. */
    private String screen(Script.Turn... turns) throws Exception {
        CodexResult result = world.model(turns).shell(typed("\"$CODEX\" exec run"));
        assertEquals(0, result.exitCode(), result.stdout());
        return result.stdout();
    }

    private static String typed(String command) {
        return "script -qec '" + command + "' /dev/null";
    }
}
