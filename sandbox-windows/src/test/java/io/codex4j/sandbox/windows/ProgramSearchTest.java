package io.codex4j.sandbox.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramSearchTest {
    @TempDir
    Path folder;

    @BeforeEach
    void makePrograms() throws IOException {
        for (String name :
                List.of("bin/tool.EXE", "bin/both.BAT", "bin/both.EXE", "other/tool.EXE", "here.EXE", "plain")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
    }

    private String find(String program, Map<String, String> environment) {
        List<String> resolved = ProgramSearch.resolve(List.of(program, "a b"), folder, environment);
        assertEquals(List.of("a b"), resolved.subList(1, resolved.size()));
        return resolved.getFirst();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void looksOnThePathOfTheCommandInItsOrder() {
        assertEquals(path("bin/tool.EXE"), find("tool", Map.of("Path", "bin;other")));
        assertEquals(path("other/tool.EXE"), find("tool", Map.of("PATH", ";absent;\"" + path("other") + "\";bin")));
        assertEquals(path("bin/tool.EXE"), find("tool.EXE", Map.of("PATH", "bin")));
    }

    @Test
    void takesExtensionsInTheirOrder() {
        assertEquals(path("bin/both.EXE"), find("both", Map.of("PATH", "bin")));
        assertEquals(path("bin/both.BAT"), find("both", Map.of("PATH", "bin", "PATHEXT", ".BAT;.EXE")));
    }

    @Test
    void findsPathsFromTheDirectoryOfTheCommand() {
        assertEquals(path("bin/tool.EXE"), find("bin/tool.EXE", Map.of("PATH", "other")));
        assertEquals(path("bin/tool.EXE"), find("bin/tool", Map.of()));
        assertEquals(path("./here.EXE"), find("./here", Map.of()));
    }

    @Test
    void leavesToWindowsWhatItDoesNotFind() {
        assertEquals("here", find("here", Map.of("PATH", "bin")));
        assertEquals("plain", find("plain", Map.of("PATH", ".")));
        assertEquals("bin/absent", find("bin/absent", Map.of()));
        assertEquals("no\0name", find("no\0name", Map.of("PATH", "bin;\0")));
    }
}
