package io.codex4j.api.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordsTest {
    /** Left what is quoted, right what the reference printed. */
    @ParameterizedTest
    @CsvSource(delimiter = '\u00a6', quoteCharacter = '\u00b6', textBlock = """
            echo hi ¦ 'echo hi'
            a]b ¦ a]b
            echo 'a' $HOME ¦ "echo 'a' "'$HOME'
            x^y ¦ x'^y'
            a=b ¦ 'a=b'
            é ¦ 'é'
            echo "a" 'b' ¦ "echo \\"a\\" 'b'"
            $'x' ¦ '$'"'x'"
            a\\'b ¦ "a\\\\'b"
            ' ¦ "'"
            a\\b ¦ "a\\\\b"
            !x ¦ '!x'
            `x`' ¦ '`x`'"'"
            ~/x ¦ '~/x'
            """)
    void quotes_as_the_reference_does(String word, String expected) {
        assertEquals(expected, ShellWords.join(List.of(word)));
    }

    @Test
    void an_empty_word_is_kept() {
        assertEquals("printf '' x", ShellWords.join(List.of("printf", "", "x")));
    }

    @Test
    void a_shell_reads_the_same_words_again() throws IOException, InterruptedException {
        Random random = new Random(20261123);
        String alphabet = "ab '\"\\$`!^~*?[]{}()<>|&;#=%\n\té漢";
        for (int round = 0; round < 40; round++) {
            StringBuilder word = new StringBuilder();
            for (int length = 1 + random.nextInt(12); length > 0; length--) {
                word.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String line = ShellWords.join(List.of("printf", "%s", word.toString()));
            Process shell = new ProcessBuilder("/bin/sh", "-c", line).start();
            String seen = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, shell.waitFor(), line);
            assertEquals(word.toString(), seen, line);
        }
    }
}
