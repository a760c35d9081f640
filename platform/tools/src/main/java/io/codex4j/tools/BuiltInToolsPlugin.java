package io.codex4j.tools;

import io.codex4j.api.Plugin;
import io.codex4j.api.tool.ToolFactory;
import io.codex4j.api.tool.ToolFactoryContext;
import io.codex4j.api.tool.ToolSet;
import java.util.List;
import org.apiguardian.api.API;

/** Contribute the tools that every session has: commands, patches, the plan and pictures. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class BuiltInToolsPlugin implements Plugin {
    @Override
    public String id() {
        return "tools";
    }

    @Override
    public List<ToolFactory> tools() {
        return List.of(new Factory());
    }

    private static final class Factory implements ToolFactory {
        @Override
        public String name() {
            return "built-in";
        }

        @Override
        public ToolSet create(ToolFactoryContext context) {
            return new BuiltInToolSet(context);
        }
    }
}
