package io.codex4j.tools;

import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.Tool;
import io.codex4j.api.tool.ToolCall;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.api.tool.ToolSpec;

/** Change files by a patch, given as plain text or as the argument {@code input}. */
final class ApplyPatchTool implements Tool {
    private static final String GRAMMAR = """
            // A patch changes one file or several; every path is relative to the working directory.
            start: begin_patch hunk+ end_patch
            begin_patch: "*** Begin Patch" LF
            end_patch: "*** End Patch" LF?

            hunk: add_hunk | delete_hunk | update_hunk
            add_hunk: "*** Add File: " filename LF add_line+
            delete_hunk: "*** Delete File: " filename LF
            update_hunk: "*** Update File: " filename LF change_move? change?

            filename: /(.+)/
            add_line: "+" /(.*)/ LF -> line

            // Lines with a blank stay, lines with + come, lines with - go; what follows @@ is a line to search from.
            change_move: "*** Move to: " filename LF
            change: (change_context | change_line)+ eof_line?
            change_context: ("@@" | "@@ " /(.+)/) LF
            change_line: ("+" | "-" | " ") /(.*)/ LF
            eof_line: "*** End of File" LF

            %import common.LF
            """;

    private final PatchRunner patches;
    private final boolean offered;

    ApplyPatchTool(PatchRunner patches, boolean offered) {
        this.patches = patches;
        this.offered = offered;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec.Freeform(
                "apply_patch",
                "Change files by a patch. The input is the patch itself as plain text, not JSON. All of it is applied,"
                        + " or nothing.",
                "lark",
                GRAMMAR);
    }

    @Override
    public boolean offered() {
        return offered;
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws ActionRefusedException, InterruptedException {
        String patch = call.arguments().findString("input").orElse(call.input());
        return patches.run(patch, context.workspace().directory(), call.callId(), context)
                .result(context);
    }
}
