package io.codex4j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchCommandTest {
    private static final String PATCH = "*** Begin Patch\n*** Add File: a\n+x\n*** End Patch\n";

    private static PatchCommand script(String text) {
        return PatchCommand.find(List.of("/bin/bash", "-lc", text.replace("PATCH\n", PATCH)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apply_patch <<'EOF'\nPATCH\nEOF",
                "applypatch <<'EOF'\nPATCH\nEOF\n",
                "apply_patch <<EOF\nPATCH\nEOF",
                "apply_patch << \"EOF\"\nPATCH\nEOF\n\n",
                "  apply_patch <<'SOME_END'\nPATCH\nSOME_END\n",
                "apply_patch <<-'EOF'\nPATCH\n\tEOF",
                "apply_patch 'PATCH\n'"
            })
    void knowsAPatchInAScript(String text) {
        PatchCommand command = script(text);
        assertNotNull(command);
        assertEquals("", command.directory());
        assertEquals(PATCH.strip(), command.patch().strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cd sub && apply_patch <<'EOF'\nPATCH\nEOF",
                "cd 'sub' &&\napply_patch <<'EOF'\nPATCH\nEOF",
                "cd \"sub\"&& apply_patch <<'EOF'\nPATCH\nEOF",
                "cd sub&&applypatch 'PATCH\n'"
            })
    void knowsAChangeOfDirectoryBefore(String text) {
        PatchCommand command = script(text);
        if (text.contains("\"sub\"&&")) {
            assertNull(command, "quotes right before && are left to the shell");
        } else {
            assertNotNull(command);
            assertEquals("sub", command.directory());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cd sub; apply_patch <<'EOF'\nPATCH\nEOF",
                "cd sub dir && apply_patch <<'EOF'\nPATCH\nEOF",
                "cd $X && apply_patch <<'EOF'\nPATCH\nEOF",
                "cd \"$X\" && apply_patch <<'EOF'\nPATCH\nEOF",
                "cd ~/x && apply_patch <<'EOF'\nPATCH\nEOF",
                "cd - && apply_patch <<'EOF'\nPATCH\nEOF",
                "apply_patch <<'EOF' && echo done\nPATCH\nEOF",
                "apply_patch <<'EOF'\nPATCH\nEOF\necho more",
                "apply_patch -v <<'EOF'\nPATCH\nEOF",
                "apply_patch <<'EOF'\nPATCH\n",
                "apply_patch <<'EOF'",
                "apply_patch",
                "apply_patch 'PATCH\n' | cat",
                "apply_patch 'no patch'",
                "apply_patcher <<'EOF'\nPATCH\nEOF",
                "echo apply_patch <<'EOF'\nPATCH\nEOF",
                "",
                "cd",
                "cd x",
                "cd 'x"
            })
    void leavesOtherScriptsToTheShell(String text) {
        assertNull(script(text));
    }

    @Test
    void knowsAnArgumentList() {
        assertEquals(PATCH, PatchCommand.find(List.of("apply_patch", PATCH)).patch());
        assertEquals(
                "garbage", PatchCommand.find(List.of("applypatch", "garbage")).patch());
        assertNull(PatchCommand.find(List.of("apply_patch")));
        assertNull(PatchCommand.find(List.of("apply_patch", PATCH, "more")));
        assertNull(PatchCommand.find(List.of("python", "-c", "apply_patch <<'EOF'\n" + PATCH + "EOF")));
    }

    @Test
    void noticesAPatchThatNobodyApplies() {
        assertTrue(script("PATCH\n").implicit());
        assertTrue(PatchCommand.find(List.of(PATCH)).implicit());
    }

    @Test
    void survivesAnyScript() {
        Random random = new Random(2);
        String[] pieces = {
            "cd ", "apply_patch", " ", "<<", "'", "\"", "EOF", "\n", "&&", "-", "$", "\t", PATCH, "é", "\0"
        };
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int piece = random.nextInt(12); piece >= 0; piece--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            PatchCommand.find(List.of("sh", "-c", text.toString()));
        }
    }
}
