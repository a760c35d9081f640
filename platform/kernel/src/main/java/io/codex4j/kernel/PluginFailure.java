package io.codex4j.kernel;

import org.apiguardian.api.API;

/**
 * Say what is wrong with a plugin. A value, not an exception: the rest goes on.
 *
 * @param plugin id of the plugin, or the name of its class or file where the id is not known
 * @param container name of the container it came from
 * @param cause what happened
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record PluginFailure(String plugin, String container, Throwable cause) {
    /** Return one sentence for a person. */
    public String describe() {
        String reason = cause.getMessage();
        return "plugin " + plugin + " (" + container + ") is left out: "
                + (reason == null ? cause.getClass().getSimpleName() : reason);
    }

    /** Pass on what no plugin can be blamed for: errors of the virtual machine itself. */
    static void rethrowIfFatal(Throwable problem) {
        if (problem instanceof VirtualMachineError fatal && !(problem instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
