package io.codex4j.dist;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** The Java runtime that is shipped: the modules that the program needs, of the JDK that runs this build. */
final class RuntimeImage {
    /**
     * The modules and, where it is not plain, who needs them:
     *
     * <ul>
     *   <li>java.logging: JNA, and the log of the JDK's HTTP client
     *   <li>java.naming: host names in certificates of the JDK's TLS
     *   <li>jdk.unsupported: sun.misc.Signal
     *   <li>jdk.zipfs: drop-in plugins that are zip files
     * </ul>
     */
    static final List<String> MODULES =
            List.of("java.base", "java.logging", "java.naming", "java.net.http", "jdk.unsupported", "jdk.zipfs");

    private RuntimeImage() {}

    /** Link the image into a folder that does not exist yet. */
    static void link(Path folder) {
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new BuildException("this Java has no jlink; install a whole JDK 25, not a JRE"));
        StringWriter output = new StringWriter();
        PrintWriter printer = new PrintWriter(output);
        int status = jlink.run(
                printer,
                printer,
                "--add-modules",
                String.join(",", MODULES),
                // Only the attributes of class files: stripping the native libraries would need binutils.
                "--strip-java-debug-attributes",
                "--compress",
                "zip-6",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                folder.toString());
        if (status != 0) {
            throw new BuildException("jlink ended with " + status + ":\n" + output);
        }
    }
}
