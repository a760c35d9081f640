package io.codex4j.sandbox.windows;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Play the programs that cmd.exe cannot: the first argument says which. */
public final class ChildPrograms {
    private ChildPrograms() {}

    /** Return the command that runs one of them. */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "\\bin\\java.exe",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-PrintWarnings",
                "-cp",
                System.getProperty("java.class.path"),
                ChildPrograms.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "echo" -> System.in.transferTo(System.out);
            case "spew" -> spew(Integer.parseInt(arguments[1]));
            default -> {
                PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
                for (String argument : arguments) {
                    out.print("[" + argument + "]");
                }
            }
        }
        System.out.flush();
    }

    private static void spew(int megabytes) throws IOException {
        byte[] block = new byte[1 << 20];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (i % 251);
        }
        try (OutputStream out = new BufferedOutputStream(System.out, 1 << 16)) {
            for (int i = 0; i < megabytes; i++) {
                out.write(block);
            }
        }
    }
}
