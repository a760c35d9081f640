package io.codex4j.tools;

import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.ToolActivity;
import io.codex4j.api.tool.ToolActivity.FileChange;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.tools.patch.Patch;
import io.codex4j.tools.patch.PatchException;
import io.codex4j.tools.patch.PatchPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/** Apply patches for the model, one after the other, and tell the user about it. */
final class PatchRunner {
    private final ReentrantLock oneAtATime = new ReentrantLock();

    /**
     * What came of a patch.
     *
     * @param attempted false if the patch was turned down before any file was touched
     * @param exitCode 0 if all files were changed, 1 if none was
     * @param output one message for the model
     */
    record Outcome(boolean attempted, int exitCode, String output, Duration wallTime) {
        static Outcome rejected(String message) {
            return new Outcome(false, 1, message, Duration.ZERO);
        }

        /** Return the result in the form that commands have. */
        ToolResult result(ToolContext context) {
            if (!attempted) {
                return ToolResult.failure(output);
            }
            String shown = context.shorten(output, OptionalLong.empty());
            String text = CommandText.whole(exitCode, wallTime, output, shown);
            return exitCode == 0 ? ToolResult.success(text) : ToolResult.failure(text);
        }
    }

    /**
     * Apply a patch.
     *
     * @param directory from which its paths start
     * @param id of the activities that are reported
     * @throws ActionRefusedException if a file may not be changed
     */
    Outcome run(String text, Path directory, String id, ToolContext context)
            throws ActionRefusedException, InterruptedException {
        oneAtATime.lockInterruptibly();
        try {
            return runAlone(text, directory, id, context);
        } finally {
            oneAtATime.unlock();
        }
    }

    private static Outcome runAlone(String text, Path directory, String id, ToolContext context)
            throws ActionRefusedException, InterruptedException {
        PatchPlan plan;
        try {
            Patch patch = Patch.parse(text);
            if (patch.isEmpty()) {
                return Outcome.rejected("patch rejected: empty patch");
            }
            plan = PatchPlan.prepare(patch, directory, context.cancellation());
        } catch (PatchException e) {
            return unverified(e.getMessage());
        }
        plan.authorize(context.workspace());
        return apply(plan, id, context);
    }

    static Outcome unverified(String reason) {
        return Outcome.rejected("apply_patch verification failed: " + reason);
    }

    private static Outcome apply(PatchPlan plan, String id, ToolContext context) throws InterruptedException {
        long start = System.nanoTime();
        List<FileChange> changes = plan.changes();
        context.report(new ToolActivity.FilesChanging(id, changes));
        boolean done = false;
        String output;
        try {
            plan.apply(context.cancellation());
            done = true;
            output = plan.summary();
        } catch (PatchException e) {
            output = e.getMessage() + "\n";
        } finally {
            String diff = done ? plan.diff(context.workspace().directory()) : "";
            context.report(new ToolActivity.FilesChanged(id, changes, done, diff));
        }
        if (!done && Thread.interrupted()) {
            throw new InterruptedException();
        }
        return new Outcome(true, done ? 0 : 1, output, Duration.ofNanos(System.nanoTime() - start));
    }
}
