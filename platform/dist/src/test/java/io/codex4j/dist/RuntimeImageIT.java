package io.codex4j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The runtime image holds every module that the shipped jars refer to. */
class RuntimeImageIT {
    private static final Path LIB =
            Path.of(System.getProperty("codex.launcher")).getParent().resolveSibling("lib");

    /** Referred to by code of libraries that we never reach: JNA for handles of windows, picocli to convert values. */
    private static final Set<String> UNREACHED = Set.of("java.desktop", "java.sql");

    @Test
    void holdsWhatTheJarsReferTo() throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("--print-module-deps", "--ignore-missing-deps", "--multi-release", "21"));
        try (Stream<Path> files = Files.list(LIB)) {
            files.map(Path::toString).filter(name -> name.endsWith(".jar")).forEach(arguments::add);
        }
        StringWriter output = new StringWriter();
        PrintWriter printer = new PrintWriter(output);

        int status =
                ToolProvider.findFirst("jdeps").orElseThrow().run(printer, printer, arguments.toArray(new String[0]));

        assertEquals(0, status, output.toString());
        Set<String> missing = new TreeSet<>(Set.of(output.toString().strip().split(",")));
        missing.removeAll(RuntimeImage.MODULES);
        missing.removeAll(UNREACHED);
        assertEquals(Set.of(), missing);
    }
}
