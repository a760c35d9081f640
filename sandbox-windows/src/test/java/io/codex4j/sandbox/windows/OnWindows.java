package io.codex4j.sandbox.windows;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Run the tests that need Windows, those of the classes that are named {@code …OnWindows}, and print what came of each. */
final class OnWindows {
    static final String RESULT = "[result] ";
    static final String PASSED = "passed ";
    static final String FAILED = "failed ";

    private OnWindows() {}

    /** Run all of a folder of classes, or those whose name holds the second argument. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        String wanted = arguments.length > 1 ? arguments[1] : "";
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(classes(Path.of(arguments[0])).stream()
                        .filter(name -> name.contains(wanted))
                        .map(DiscoverySelectors::selectClass)
                        .toList())
                .build();
        LauncherFactory.create().execute(request, new Printing(out));
        // Threads that a test left behind must not keep the program.
        System.exit(0);
    }

    private static List<String> classes(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String name =
                        folder.relativize(file).toString().replace('\\', '.').replace('/', '.');
                if (name.endsWith("OnWindows.class") && !name.contains("$") && !name.endsWith(".OnWindows.class")) {
                    names.add(name.substring(0, name.length() - ".class".length()));
                }
            }
        }
        return names;
    }

    private record Printing(PrintStream out) implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            boolean failed = result.getStatus() != TestExecutionResult.Status.SUCCESSFUL;
            if (test.isTest() || failed) {
                out.println(RESULT + (failed ? FAILED : PASSED) + name(test));
                result.getThrowable().ifPresent(failure -> failure.printStackTrace(out));
            }
        }

        private static String name(TestIdentifier test) {
            String id = test.getUniqueId();
            int start = id.lastIndexOf("[class:");
            String type = start < 0 ? id : id.substring(start + "[class:".length(), id.indexOf(']', start));
            return type.substring(type.lastIndexOf('.') + 1) + "." + test.getDisplayName();
        }
    }
}
