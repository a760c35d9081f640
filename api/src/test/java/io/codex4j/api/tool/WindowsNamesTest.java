package io.codex4j.api.tool;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.txt",
                ".git",
                ".gitignore",
                "a b",
                "CONSOLE",
                "console.log",
                "null",
                "COM",
                "COM10",
                "comx",
                "LPT",
                "aux-in.txt",
                "...a",
                "\u00e4\u2713",
                "GIT~1"
            })
    void ordinaryNamesAreKept(String name) {
        assertTrue(WindowsNames.isKept(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".git.",
                ".git ",
                ".git. .",
                "a.",
                " ",
                "...",
                "NUL",
                "nul.txt",
                "Nul .txt",
                "con",
                "CON.tar.gz",
                "AUX",
                "prn.c",
                "COM1",
                "com9.log",
                "LPT0",
                "com\u00b2",
                "CONIN$",
                "conout$.txt",
                "a:b",
                ".git::$INDEX_ALLOCATION",
                "file.txt::$DATA",
                "a?",
                "a*",
                "a|b",
                "<a>",
                "a\"b",
                "a\u0001b",
                "a\\b"
            })
    void namesThatMeanSomethingElseAreNot(String name) {
        assertFalse(WindowsNames.isKept(name));
    }

    @Test
    void oneNameOfAPathIsEnough() {
        assertTrue(WindowsNames.areKept(Path.of("/a/b/c.txt")));
        assertFalse(WindowsNames.areKept(Path.of("/a/.git./hooks/pre-commit")));
        assertFalse(WindowsNames.areKept(Path.of("a/NUL")));
    }
}
