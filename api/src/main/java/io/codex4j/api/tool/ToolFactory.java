package io.codex4j.api.tool;

import java.util.List;
import org.apiguardian.api.API;

/** Make the tools of a session. Implemented by plugins. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ToolFactory {
    /** Return a name for this group of tools, for messages. */
    String name();

    /** Make the tools of one session. */
    ToolSet create(ToolFactoryContext context);

    /** Return a factory for tools without state. */
    static ToolFactory of(String name, Tool... tools) {
        List<Tool> list = List.of(tools);
        return new ToolFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public ToolSet create(ToolFactoryContext context) {
                return () -> list;
            }
        };
    }
}
