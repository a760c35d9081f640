package io.codex4j.sandbox.windows.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitySidsTest {
    private static final String SID = "S-1-5-21-\\d+-\\d+-\\d+-\\d+";

    @TempDir
    private Path folder;

    private SandboxHome home;
    private CapabilitySids sids;

    @BeforeEach
    void begin() {
        home = new SandboxHome(folder.resolve("home"));
        sids = new CapabilitySids(home);
    }

    @Test
    void fileHasTheFormOfTheReference() throws Exception {
        Path workspace = folder.resolve("Work");
        Path other = folder.resolve("Other");
        Map<Path, String> found = sids.of(List.of(workspace, other), workspace);
        assertEquals(List.of(other, workspace), List.copyOf(found.keySet()));
        String key = folder.toString().replace('\\', '/').toLowerCase(Locale.ROOT);
        String file = Files.readString(home.capabilitySids());
        assertTrue(
                file.matches(
                        "\\{\"workspace\":\"" + SID + "\",\"readonly\":\"" + SID + "\",\"workspace_by_cwd\":\\{\"\\Q"
                                + key + "\\E/work\":\"" + SID + "\"},\"writable_root_by_path\":\\{\"\\Q" + key
                                + "\\E/other\":\"" + SID + "\"}}"),
                file);
        assertTrue(file.contains(found.get(workspace)) && file.contains(found.get(other)));
    }

    @Test
    void sidsStayTheSameAndDifferFromEachOther() throws Exception {
        Path workspace = folder.resolve("project");
        String first = sids.of(List.of(workspace), workspace).get(workspace);
        String readOnly = sids.readOnly();
        assertEquals(
                first,
                new CapabilitySids(home).of(List.of(workspace), workspace).get(workspace));
        assertEquals(readOnly, new CapabilitySids(home).readOnly());
        assertNotEquals(first, readOnly);
        assertNotEquals(
                first, sids.of(List.of(workspace), folder).get(workspace), "as a root besides another workspace");
    }

    @Test
    void keysAreLowerCaseWithForwardSlashes() {
        assertEquals("c:/project/src", CapabilityTable.key(Path.of("C:\\Project\\Src")));
        assertEquals("c:/", CapabilityTable.key(Path.of("C:\\")));
    }

    @Test
    void firstVersionsAreTakenOver() throws Exception {
        Files.createDirectories(home.home());
        Files.writeString(home.capabilitySids(), "S-1-5-21-1-2-3-4\n");
        sids.readOnly();
        assertTrue(Files.readString(home.capabilitySids()).startsWith("{\"workspace\":\"S-1-5-21-1-2-3-4\","));
        Files.writeString(
                home.capabilitySids(), "{\"workspace\":\"S-1-5-21-1-2-3-4\",\"readonly\":\"S-1-5-21-1-2-3-5\"}");
        assertEquals("S-1-5-21-1-2-3-5", sids.readOnly());
    }

    @Test
    void fieldsOfOthersStay() throws Exception {
        Files.createDirectories(home.home());
        Files.writeString(home.capabilitySids(), "{\"later\":[1,null,{\"a\":true}]}");
        sids.readOnly();
        assertTrue(Files.readString(home.capabilitySids()).contains("\"later\":[1,null,{\"a\":true}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S-1-1-0",
                "S-1-5-21-1-2-3",
                "S-1-5-21-1-2-3-4-5",
                "S-1-5-21-1-2-3-4294967296",
                "S-1-5-21-1-2-3-",
                "S-1-5-21-1-2-3-x",
                "S-1-5-21-1-2-3-99999999999999999999"
            })
    void sidThatOthersHaveByNatureIsReplaced(String sid) throws Exception {
        Files.createDirectories(home.home());
        Files.writeString(home.capabilitySids(), "{\"readonly\":\"" + sid + "\"}");
        assertNotEquals(sid, sids.readOnly());
        assertTrue(sids.readOnly().matches(SID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"readonly\":", "{}x", "\0\0\0\0"})
    void corruptFileIsPutAside(String content) throws Exception {
        Files.createDirectories(home.home());
        Files.writeString(home.capabilitySids(), content);
        assertTrue(sids.readOnly().matches(SID));
        assertEquals(content, Files.readString(home.home().resolve("cap_sid.corrupt")));
        assertEquals(sids.readOnly(), sids.readOnly());
    }

    @Test
    void programsDoNotOverwriteEachOther() throws Exception {
        List<Process> programs = new ArrayList<>();
        for (int program = 0; program < 3; program++) {
            programs.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Program.class.getName(),
                            home.home().toString(),
                            folder.resolve("p" + program).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(new File(folder.toFile(), "out" + program))
                    .start());
        }
        for (Process program : programs) {
            assertEquals(0, program.waitFor());
        }
        Map<String, List<String>> all = sids.all();
        assertEquals(3 * Program.ROOTS, all.size());
        assertEquals(3 * Program.ROOTS, new HashSet<>(all.values()).size());
        assertFalse(Files.exists(home.home().resolve("cap_sid.corrupt")));
    }

    /** Gives SIDs to many folders, one by one. */
    static final class Program {
        static final int ROOTS = 40;

        public static void main(String[] arguments) throws IOException {
            CapabilitySids sids = new CapabilitySids(new SandboxHome(Path.of(arguments[0])));
            for (int i = 0; i < ROOTS; i++) {
                Path root = Path.of(arguments[1] + "-" + i);
                String given = sids.of(List.of(root), root).get(root);
                if (!given.equals(sids.of(List.of(root), root).get(root))) {
                    System.exit(1);
                }
            }
        }
    }
}
