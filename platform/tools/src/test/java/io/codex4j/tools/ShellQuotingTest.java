package io.codex4j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

class ShellQuotingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\u0001',
            value = {
                "a~a",
                "-x/y.z:8@h]~-x/y.z:8@h]",
                "a b~'a b'",
                "a'b~\"a'b\"",
                "a=b~'a=b'",
                "x,y~'x,y'",
                "a%b~'a%b'",
                "$x~'$x'",
                "!x~'!x'",
                "^x~'^x'",
                "a^b~a'^b'",
                "a'b$c~\"a'b\"'$c'",
                "a'b!c~\"a'b\"'!c'",
                "a'b^c~\"a'b\"'^c'",
                "\"q\"~'\"q\"'",
                "a\"b'c~\"a\\\"b'c\"",
                "a\\b'c~\"a\\\\b'c\"",
                "it's $x and `y` it's~\"it's \"'$x and `y` it'\"'s\"",
                "$'~'$'\"'\"",
                "é~'é'",
                "é'~\"é'\"",
                "#c~'#c'",
                "'~\"'\""
            })
    void quotesAsTheReferenceDoes(String word, String quoted) {
        assertEquals(quoted, ShellQuoting.join(List.of(word)));
    }

    @Test
    void joinsWordsAndKeepsNewlines() {
        assertEquals(
                "/bin/bash -lc \"cat > n.txt <<'E'\nhi\nE\"",
                ShellQuoting.join(List.of("/bin/bash", "-lc", "cat > n.txt <<'E'\nhi\nE")));
        assertEquals("true ''", ShellQuoting.join(List.of("true", "")));
        assertEquals("true 'a\nb'", ShellQuoting.join(List.of("true", "a\nb")));
    }

    @Test
    void aShellReadsBackWhatWasQuoted() throws Exception {
        String word = "mixed ' \" $HOME `id` !x ^ \\ \n\t* ~ é \u0001";
        Process process = new ProcessBuilder("/bin/sh", "-c", "printf %s " + ShellQuoting.join(List.of(word)))
                .start();
        assertEquals(word, new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }
}
