package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.Elevation;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Tokens;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.File;
import java.nio.file.Path;

/** Start {@link SetupProgram} on the same Java and class path as this process. */
final class JavaSetupHelper implements SetupHelper {
    private static final String SECURITY = "java.security.properties";

    private final Tokens tokens;
    private final Elevation elevation;
    private final Processes processes;

    JavaSetupHelper(Tokens tokens, Elevation elevation, Processes processes) {
        this.tokens = tokens;
        this.elevation = elevation;
        this.processes = processes;
    }

    @Override
    public boolean isAdministrator() throws Win32Exception {
        return tokens.isAdministrator();
    }

    @Override
    public int runElevated(String request) throws Win32Exception {
        return elevation.run(java(), parameters(request), javaHome());
    }

    @Override
    public void startInBackground(String request) throws Win32Exception {
        String commandLine = quote(java()) + " " + parameters(request);
        processes.close(processes.start(java(), commandLine, javaHome()).handle());
    }

    private static String parameters(String request) {
        StringBuilder classPath = new StringBuilder();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                classPath
                        .append(classPath.isEmpty() ? "" : File.pathSeparator)
                        .append(Path.of(entry).toAbsolutePath());
            }
        }
        // The same JRE may have been told for a reason where its random numbers come from.
        String security = System.getProperty(SECURITY, "");
        return "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED "
                + (security.isEmpty() ? "" : quote("-D" + SECURITY + "=" + security) + " ") + "-cp "
                + quote(classPath.toString()) + " " + SetupProgram.class.getName() + " " + request;
    }

    /** A path holds no quotation marks, but a backslash at its end would take the last one along. */
    private static String quote(String path) {
        return "\"" + path + (path.endsWith("\\") ? "\\" : "") + "\"";
    }

    private static String java() {
        return Path.of(javaHome(), "bin", "java.exe").toString();
    }

    private static String javaHome() {
        return System.getProperty("java.home", "");
    }
}
