package io.codex4j.cli;

import java.util.List;
import org.apiguardian.api.API;

/** Start Codex4j from a command line and end the process with its exit code. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Main {
    private Main() {}

    /** Run one command: exit code 0 when it succeeded, 1 when it failed, 2 when the command line is wrong. */
    public static void main(String[] arguments) {
        Host host = Host.ofThisProcess();
        int status = new Program(host).run(List.of(arguments));
        host.output().flush();
        host.errors().flush();
        System.exit(status);
    }
}
