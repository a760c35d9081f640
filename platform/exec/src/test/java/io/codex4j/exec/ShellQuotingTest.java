package io.codex4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellQuotingTest {
    /** Each pair was seen as a command and its {@code command} in an event of the reference. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '§',
            value = {
                "pwd ¦ pwd",
                "+-.:@]_ ¦ +-.:@]_",
                "/usr/bin/x-1.0 ¦ /usr/bin/x-1.0",
                "a=b ¦ 'a=b'",
                "x,y ¦ 'x,y'",
                "~ ¦ '~'",
                "% ¦ '%'",
                "# ¦ '#'",
                "é ¦ 'é'",
                "^b ¦ '^b'",
                "true ^b ¦ 'true ''^b'",
                "true wow! ¦ 'true wow!'",
                "ls *.txt | grep {x} ¦ 'ls *.txt | grep {x}'",
                "echo \"a b\" ¦ 'echo \"a b\"'",
                "echo a\\ b ¦ \"echo a\\\\ b\"",
                "echo 'q' \\\\ x ¦ \"echo 'q' \\\\\\\\ x\"",
                "echo 'sq' \"dq\" ¦ \"echo 'sq' \\\"dq\\\"\"",
                "echo é 'x' ¦ \"echo é 'x'\"",
                "echo \"it's $HOME\" ¦ \"echo \\\"it's \"'$HOME\"'",
                "echo \"it's\" `true` ¦ \"echo \\\"it's\\\" \"'`true`'",
                "echo \"it's\" wow! ¦ \"echo \\\"it's\\\" wow\"'!'",
                "true 'a' ^b ¦ \"true 'a' \"'^b'",
                "echo \"it's\" $A 'b' !c ¦ \"echo \\\"it's\\\" \"'$A '\"'b' \"'!c'",
                "echo \"it's\" \\ x ¦ \"echo \\\"it's\\\" \\\\ x\"",
                "true \\^ \"it's\" ¦ \"true \\\\\"'^ \"it'\"'s\\\"\"",
            })
    void argumentsAreQuotedAsTheReferenceDoes(String argument, String quoted) {
        assertEquals("/bin/bash -lc " + quoted, ShellQuoting.join(List.of("/bin/bash", "-lc", argument)));
    }

    @Test
    void anEmptyArgumentIsTwoQuotes() {
        assertEquals("x ''", ShellQuoting.join(List.of("x", "")));
    }

    @Test
    void linesAndControlCharactersAreKept() {
        assertEquals("'a\n\tb\u0001'", ShellQuoting.join(List.of("a\n\tb\u0001")));
        assertEquals(
                "\"cat > n.txt <<'E'\nhi\nE\"", ShellQuoting.join(List.of("cat > n.txt <<'E'\nhi\nE")));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aShellReadsBackWhatWasQuoted() throws IOException, InterruptedException {
        StringBuilder every = new StringBuilder();
        for (char c = 1; c < 0x250; c++) {
            if (c < 0x7f || c >= 0xa0) {
                every.append(c).append("'^").append(c).append('\\');
            }
        }
        every.append("😀'");
        Path output = Files.createTempFile("quoting", ".txt");
        try {
            String script = ShellQuoting.join(List.of("printf", "%s", every.toString()));
            Process shell = new ProcessBuilder("/bin/sh", "-c", script)
                    .redirectOutput(output.toFile())
                    .start();
            assertEquals(0, shell.waitFor());
            assertEquals(every.toString(), Files.readString(output, StandardCharsets.UTF_8));
            assertTrue(every.length() > 1_000);
        } finally {
            Files.delete(output);
        }
    }
}
