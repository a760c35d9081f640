package io.codex4j.sandbox.windows.win32;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void leavesPlainArgumentsAsTheyAre() {
        assertEquals(
                "prog a \\x\\ per%cent * a'b", CommandLine.of(List.of("prog", "a", "\\x\\", "per%cent", "*", "a'b")));
    }

    @Test
    void quotesSpaceAndEmptiness() {
        assertEquals(
                "\"C:\\Program Files\\x.exe\" \"\" \"tab\tx\" \"new\nline\"",
                CommandLine.of(List.of("C:\\Program Files\\x.exe", "", "tab\tx", "new\nline")));
    }

    @Test
    void doublesBackslashesOnlyBeforeQuotes() {
        assertEquals("p \"c\\\"d\"", CommandLine.of(List.of("p", "c\"d")));
        assertEquals("p \"f g\\\\\"", CommandLine.of(List.of("p", "f g\\")));
        assertEquals("p \"h\\\\\\\"i\"", CommandLine.of(List.of("p", "h\\\"i")));
        assertEquals("p e\\", CommandLine.of(List.of("p", "e\\")));
    }

    @Test
    void comesApartAgainAsItWasPutTogether() {
        Random random = new Random(7);
        for (int round = 0; round < 5000; round++) {
            List<String> arguments = new ArrayList<>(List.of("prog"));
            int count = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                StringBuilder argument = new StringBuilder();
                for (int length = random.nextInt(8); length > 0; length--) {
                    argument.append("\\\\\\\"\" \tab".charAt(random.nextInt(9)));
                }
                arguments.add(argument.toString());
            }
            assertEquals(arguments, split(CommandLine.of(arguments)));
        }
    }

    /** The rules of the C library of Microsoft for all arguments but the first. */
    private static List<String> split(String line) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        int i = 0;
        while (i <= line.length()) {
            char character = i < line.length() ? line.charAt(i) : ' ';
            if (i == line.length() || !quoted && (character == ' ' || character == '\t')) {
                if (any) {
                    arguments.add(argument.toString());
                }
                argument.setLength(0);
                any = false;
                i++;
                continue;
            }
            any = true;
            int backslashes = 0;
            while (i < line.length() && line.charAt(i) == '\\') {
                backslashes++;
                i++;
            }
            boolean quote = i < line.length() && line.charAt(i) == '"';
            argument.append("\\".repeat(quote ? backslashes / 2 : backslashes));
            if (quote) {
                if (backslashes % 2 == 1) {
                    argument.append('"');
                } else {
                    quoted = !quoted;
                }
                i++;
            } else if (backslashes == 0) {
                argument.append(character);
                i++;
            }
        }
        return arguments;
    }

    @Test
    void givesTheScriptOfCmdAsItStands() {
        assertEquals("\"cmd\" /s /c \"echo hi & exit 3\"", CommandLine.of(List.of("cmd", "/c", "echo hi & exit 3")));
        assertEquals("\"CMD.EXE\" /s /c \"echo hi\"", CommandLine.of(List.of("CMD.EXE", "/C", "echo hi")));
        assertEquals("\"cmd.exe\" /s /c \"\"a b\" \\\"\"", CommandLine.of(List.of("cmd.exe", "/c", "\"a b\" \\\"")));
        assertEquals("\"cmd.exe\" /s /c \"\"", CommandLine.of(List.of("cmd.exe", "/c", "")));
        assertEquals(
                "\"my dir\\cmd.exe\" /s /c \"echo x\"", CommandLine.of(List.of("my dir\\cmd.exe", "/c", "echo x")));
        assertEquals("\"C:/bin/cmd.exe\" /s /c \"x\"", CommandLine.of(List.of("C:/bin/cmd.exe", "/c", "x")));
    }

    @Test
    void quotesAllOtherCommandsOfCmdAsItQuotesThoseOfOthers() {
        assertEquals("cmd /d /s /c \"echo hi\"", CommandLine.of(List.of("cmd", "/d", "/s", "/c", "echo hi")));
        assertEquals("cmd.exe /c echo \"c d\"", CommandLine.of(List.of("cmd.exe", "/c", "echo", "c d")));
        assertEquals("cmd /k \"echo hi\"", CommandLine.of(List.of("cmd", "/k", "echo hi")));
        assertEquals("cmd", CommandLine.of(List.of("cmd")));
        assertEquals("notcmd.exe /c \"a b\"", CommandLine.of(List.of("notcmd.exe", "/c", "a b")));
    }

    @Test
    void takesNothing() {
        assertEquals("", CommandLine.of(List.of()));
    }

    @Test
    void tellsHowLongALineMayBe() {
        String longest = "x".repeat(32764);
        assertEquals("p " + longest, CommandLine.of(List.of("p", longest)));
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> CommandLine.of(List.of("p", longest + "x")));
        assertTrue(String.valueOf(failure.getMessage()).contains("32767 characters"), failure.getMessage());
        assertTrue(String.valueOf(failure.getMessage()).contains("32766"), failure.getMessage());
    }

    @Test
    void refusesWhatWindowsWouldCutOff() {
        assertThrows(IllegalArgumentException.class, () -> CommandLine.of(List.of("cmd", "/c", "echo a\0b")));
    }
}
