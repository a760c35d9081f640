package io.codex4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputSchemaTest {
    @TempDir
    private Path folder;

    @Test
    void anObjectIsReadWithItsOrder() throws Exception {
        Path file = Files.writeString(folder.resolve("s.json"), "\ufeff{\"type\":\"object\",\"a\":1}");
        assertEquals(
                List.of("type", "a"),
                List.copyOf(OutputSchema.read(file).asMap().keySet()));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("nope.json");
        ExecException refused = assertThrows(ExecException.class, () -> OutputSchema.read(file));
        assertEquals(
                "Cannot read the output schema file " + file + ": no such file or directory", refused.getMessage());
        assertThrows(ExecException.class, () -> OutputSchema.read(folder));
    }

    @Test
    void whatIsNoObjectIsRefusedWithItsPlace() throws IOException {
        for (String wrong : new String[] {"", "{", "[]", "3", "{} {}", "{\"a\":}", "[".repeat(5_000)}) {
            Path file = Files.writeString(folder.resolve("wrong.json"), wrong);
            ExecException refused = assertThrows(ExecException.class, () -> OutputSchema.read(file));
            assertTrue(
                    refused.getMessage().startsWith("The output schema file " + file + " is not a JSON object: "),
                    refused.getMessage());
        }
    }
}
