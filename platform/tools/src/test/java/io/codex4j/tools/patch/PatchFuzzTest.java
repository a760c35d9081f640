package io.codex4j.tools.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a model sends, a patch works or is refused with a message; anything thrown besides fails the test. */
class PatchFuzzTest {
    private static final String SEED = """
            *** Begin Patch
            *** Update File: f
            @@ a
            -b
            +B
            @@
             c

            +d
            *** End of File
            *** Update File: g
            *** Move to: h
            -1
            +2
            *** Add File: n
            +x
            *** Delete File: d
            *** End Patch
            """;

    private static final List<String> PIECES = List.of(
            "*** ",
            "@@",
            "@@ ",
            "+",
            "-",
            " ",
            "\n",
            "\r\n",
            "\r",
            "*** End of File\n",
            "*** Move to: f\n",
            "a",
            "b",
            "*** Update File: f\n",
            "*** Delete File: f\n",
            "*** Add File: f\n",
            "\0",
            "é",
            "..",
            "/",
            "<<EOF\n",
            "EOF");

    @TempDir
    Path temporary;

    @Test
    void parsesOrRefusesAnyText() {
        Random random = new Random(4);
        for (int i = 0; i < 30_000; i++) {
            try {
                assertNotNull(Patch.parse(mutate(random)));
            } catch (PatchException e) {
                assertNotNull(e.getMessage());
            }
        }
    }

    @Test
    void appliesAllOrNothing() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 400; i++) {
            PatchFolder folder = new PatchFolder(Files.createDirectories(temporary.resolve(i + "/w")))
                    .with("f", "a\nb\nc\n\n")
                    .with("g", "1\n")
                    .with("d", "x");
            Map<String, String> before = folder.files();
            String patch = mutate(random);
            if (patch.contains("..") || patch.contains(": /")) {
                continue;
            }
            String outcome = folder.apply(patch);
            if (!outcome.startsWith("Success.")) {
                assertEquals(before, folder.files(), patch);
            }
            for (String name : folder.files().keySet()) {
                assertEquals(-1, name.indexOf(".codex-patch"), patch);
            }
        }
    }

    private static String mutate(Random random) {
        StringBuilder text = new StringBuilder(SEED);
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(text.length());
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, piece);
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.replace(at, Math.min(text.length(), at + random.nextInt(20)), piece);
                default -> {
                    int feed = text.indexOf("\n", at);
                    text.delete(at, feed < 0 ? text.length() : feed);
                }
            }
        }
        return text.toString();
    }
}
