package io.codex4j.sandbox.windows.runner;

import java.util.List;

/**
 * Say how a command runner is started.
 *
 * @param application path of the program
 * @param arguments what it is given before the names of the pipes
 * @param directory working directory
 */
record RunnerProgram(String application, List<String> arguments, String directory) {
    RunnerProgram {
        arguments = List.copyOf(arguments);
    }
}
