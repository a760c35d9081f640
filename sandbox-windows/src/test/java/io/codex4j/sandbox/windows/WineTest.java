package io.codex4j.sandbox.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Run the tests that need Windows in a Windows JVM under Wine, and report each as a test of its own. */
class WineTest {
    private static final Path PREFIX = Path.of("target", "wine").toAbsolutePath();

    @BeforeAll
    static void makePrefix() throws IOException, InterruptedException {
        if (!Files.exists(PREFIX.resolve("system.reg"))) {
            Files.createDirectories(PREFIX);
            assertEquals(0, run("wineboot", "-i"));
            assertEquals(0, run("wineserver", "-w"));
        }
    }

    @AfterAll
    static void endWine() throws IOException, InterruptedException {
        run("wineserver", "-k");
    }

    @TestFactory
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    List<DynamicTest> onWindows() throws IOException, InterruptedException {
        Path security = Path.of("target", "test-classes", "io/codex4j/sandbox/windows/wine.security");
        Process java = wine(
                        "wine",
                        System.getProperty("windows.java"),
                        "-Djava.security.properties=" + windows(security),
                        "-XX:-PrintWarnings",
                        "-Djava.io.tmpdir=" + windows(Files.createDirectories(PREFIX.resolveSibling("tmp"))),
                        "-cp",
                        classPath(),
                        OnWindows.class.getName(),
                        windows(Path.of("target", "test-classes")),
                        System.getProperty("windows.tests", ""))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .start();
        List<DynamicTest> tests = new ArrayList<>();
        List<String> other = new ArrayList<>();
        String failed = "";
        List<String> words = new ArrayList<>();
        try (BufferedReader lines = java.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(OnWindows.RESULT)) {
                    add(tests, failed, words);
                    String result = line.substring(OnWindows.RESULT.length());
                    failed = "";
                    words = new ArrayList<>();
                    if (result.startsWith(OnWindows.FAILED)) {
                        failed = result.substring(OnWindows.FAILED.length());
                    } else {
                        tests.add(DynamicTest.dynamicTest(result.substring(OnWindows.PASSED.length()), () -> {}));
                    }
                } else {
                    (failed.isEmpty() ? other : words).add(line);
                }
            }
        }
        add(tests, failed, words);
        assertEquals(0, java.waitFor(), () -> "the Windows JVM ended early:\n" + String.join("\n", other));
        assertFalse(tests.isEmpty(), () -> "no test ran:\n" + String.join("\n", other));
        return tests;
    }

    private static void add(List<DynamicTest> tests, String name, List<String> words) {
        if (!name.isEmpty()) {
            tests.add(DynamicTest.dynamicTest(name, () -> fail(name + "\n" + String.join("\n", words))));
        }
    }

    private static String classPath() {
        StringBuilder path = new StringBuilder();
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator, -1)) {
            path.append(path.isEmpty() ? "" : ";").append(windows(Path.of(entry)));
        }
        return path.toString();
    }

    private static String windows(Path path) {
        return "Z:" + path.toAbsolutePath().toString().replace('/', '\\');
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = wine(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            fail(command[0] + " does not end");
        }
        return process.exitValue();
    }

    private static ProcessBuilder wine(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("WINEPREFIX", PREFIX.toString());
        builder.environment().put("WINEDEBUG", "-all");
        builder.environment().put("WINEDLLOVERRIDES", "mscoree=;mshtml=");
        return builder;
    }
}
