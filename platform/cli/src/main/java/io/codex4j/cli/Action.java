package io.codex4j.cli;

/** What a command does; the user object of its {@code CommandSpec}. */
interface Action {
    /**
     * Run the command.
     *
     * @return the exit code
     * @throws CommandFailure if it failed for a reason that the user can mend
     * @throws UsageError if the arguments contradict each other
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    int run(Invocation invocation) throws CommandFailure, UsageError, InterruptedException;
}
