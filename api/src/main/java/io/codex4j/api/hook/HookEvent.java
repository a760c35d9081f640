package io.codex4j.api.hook;

import io.codex4j.api.JsonObject;
import org.apiguardian.api.API;

/**
 * Something that happens in a session. Not sealed: a new event must not break an old hook, so switch with a default.
 *
 * <p>Source of names and members: the events of the reference, {@code SessionStart} to {@code SessionEnd}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface HookEvent {
    /** Return the name of the event, such as {@code PreToolUse}. */
    String name();

    /** A session begins. {@code source} is {@code startup} or {@code resume}. */
    record SessionStart(String source) implements HookEvent {
        @Override
        public String name() {
            return "SessionStart";
        }
    }

    /** The user has sent a prompt; may be denied, or given context. */
    record UserPromptSubmit(String turnId, String prompt) implements HookEvent {
        @Override
        public String name() {
            return "UserPromptSubmit";
        }
    }

    /** A tool is about to run; may be denied, or its input replaced. */
    record PreToolUse(String turnId, String toolName, JsonObject toolInput, String callId) implements HookEvent {
        @Override
        public String name() {
            return "PreToolUse";
        }
    }

    /** A tool has run; a denial replaces what the model is shown. */
    record PostToolUse(String turnId, String toolName, JsonObject toolInput, String callId, String output)
            implements HookEvent {
        @Override
        public String name() {
            return "PostToolUse";
        }
    }

    /** The model has finished; a denial sends it back to work with the reason. */
    record Stop(String turnId, boolean stopHookActive, String lastMessage) implements HookEvent {
        @Override
        public String name() {
            return "Stop";
        }
    }

    /** A session ends. */
    record SessionEnd(String reason) implements HookEvent {
        @Override
        public String name() {
            return "SessionEnd";
        }
    }
}
