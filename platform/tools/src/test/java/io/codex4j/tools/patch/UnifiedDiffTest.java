package io.codex4j.tools.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.codex4j.api.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {
    @TempDir
    Path temporary;

    private String diff(PatchFolder folder, String patch) throws Exception {
        PatchPlan plan = folder.plan(patch);
        plan.apply(Cancellation.none());
        return plan.diff(folder.root);
    }

    @Test
    void looksLikeGit() throws Exception {
        PatchFolder folder = new PatchFolder(temporary)
                .with("a.txt", "old\nkeep\n")
                .with("b.txt", "bye\n")
                .with("with space", "1\n")
                .with("old name", "1\n2");
        String patch = PatchFolder.patch(
                "*** Add File: new.txt",
                "+line one",
                "*** Update File: a.txt",
                "@@",
                "-old",
                "+new",
                "*** Delete File: b.txt",
                "*** Update File: with space",
                "@@",
                "-1",
                "*** Update File: old name",
                "*** Move to: z",
                "@@",
                "-1",
                "+x",
                "*** Add File: empty");
        assertEquals("""
                diff --git a/a.txt b/a.txt
                --- a/a.txt
                +++ b/a.txt
                @@ -1,2 +1,2 @@
                -old
                +new
                 keep
                diff --git a/b.txt b/b.txt
                deleted file mode 100644
                --- a/b.txt
                +++ /dev/null
                @@ -1 +0,0 @@
                -bye
                diff --git a/empty b/empty
                new file mode 100644
                diff --git a/new.txt b/new.txt
                new file mode 100644
                --- /dev/null
                +++ b/new.txt
                @@ -0,0 +1 @@
                +line one
                diff --git a/with space b/with space
                --- a/with space\t
                +++ b/with space\t
                @@ -1 +0,0 @@
                -1
                diff --git a/old name b/z
                rename from old name
                rename to z
                --- a/old name\t
                +++ b/z
                @@ -1,2 +1,2 @@
                -1
                -2
                \\ No newline at end of file
                +x
                +2
                """, diff(folder, patch));
    }

    @Test
    void showsNothingWhereNothingDiffers() throws Exception {
        PatchFolder folder = new PatchFolder(temporary).with("f", "a\nb\n");
        assertEquals("", diff(folder, PatchFolder.update("@@", "-a", "+a")));
    }

    @Test
    void composesTheChangesOfOneFile() throws Exception {
        PatchFolder folder = new PatchFolder(temporary).with("f", "a\nb\nc\n");
        String patch = PatchFolder.update("@@", "-a", "+x", "*** Update File: f", "@@", "-x", "+y", " b", "-c");
        assertEquals("""
                diff --git a/f b/f
                --- a/f
                +++ b/f
                @@ -1,3 +1,2 @@
                -a
                +y
                 b
                -c
                """, diff(folder, patch));
    }

    @Test
    void gitAppliesIt() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 25; round++) {
            Path before = Files.createDirectory(temporary.resolve("before" + round));
            Path after = Files.createDirectory(temporary.resolve("after" + round));
            PatchFolder original = new PatchFolder(before);
            PatchFolder changed = new PatchFolder(after);
            String text = randomText(random);
            original.with("f", text).with("gone", "1\n2\n");
            changed.with("f", text).with("gone", "1\n2\n");
            String patch = PatchFolder.patch(
                    "*** Update File: f", randomChunks(random, text), "*** Delete File: gone", "*** Add File: n", "+1");
            Path diff = temporary.resolve("diff" + round);
            Files.writeString(diff, diff(changed, patch));
            run(before, "git", "apply", "--whitespace=nowarn", diff.toString());
            assertEquals(changed.files(), original.files(), patch);
        }
    }

    private static String randomText(Random random) {
        List<String> lines = new ArrayList<>();
        int count = 1 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            lines.add("line " + i + " é");
        }
        return String.join("\n", lines) + (random.nextBoolean() ? "\n" : "");
    }

    private static String randomChunks(Random random, String text) {
        StringBuilder chunks = new StringBuilder("@@");
        for (String line : text.lines().toList()) {
            switch (random.nextInt(8)) {
                case 0 -> chunks.append("\n-").append(line).append("\n+new ").append(line);
                case 1 -> chunks.append("\n-").append(line);
                case 2 -> chunks.append("\n ").append(line).append("\n+more");
                default -> chunks.append("\n ").append(line);
            }
        }
        return chunks.append("\n+last").toString();
    }

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(Map.of(0, ""), Map.of(process.waitFor(), output));
    }
}
