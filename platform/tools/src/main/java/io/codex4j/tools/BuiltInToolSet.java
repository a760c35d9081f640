package io.codex4j.tools;

import io.codex4j.api.tool.Tool;
import io.codex4j.api.tool.ToolFactoryContext;
import io.codex4j.api.tool.ToolSet;
import java.util.ArrayList;
import java.util.List;

/** The built-in tools of one session, which share its running commands. */
final class BuiltInToolSet implements ToolSet {
    private final CommandSessions sessions = new CommandSessions();
    private final List<Tool> tools;

    BuiltInToolSet(ToolFactoryContext context) {
        List<Tool> list = new ArrayList<>();
        PatchRunner patches = new PatchRunner();
        if (context.feature("shell_tool")) {
            addCommandTools(list, context, patches);
        }
        list.add(new UpdatePlanTool());
        boolean freeform = context.model().freeformTools() || context.feature("apply_patch_freeform");
        list.add(new ApplyPatchTool(patches, freeform));
        list.add(new ViewImageTool(context.model().images()));
        tools = List.copyOf(list);
    }

    private void addCommandTools(List<Tool> list, ToolFactoryContext context, PatchRunner patches) {
        boolean unified = context.feature("unified_exec");
        Shells shells = new Shells(context.environment(), context.loginShellAllowed());
        PatchInterception interception = new PatchInterception(patches, context.json());
        list.add(new ExecCommandTool(sessions, shells, interception, unified));
        list.add(new WriteStdinTool(sessions, unified));
        list.add(new ShellCommandTool(sessions, shells, interception, !unified));
        list.add(new ShellTool(sessions, interception));
    }

    @Override
    public List<Tool> tools() {
        return tools;
    }

    @Override
    public void close() {
        sessions.close();
    }
}
