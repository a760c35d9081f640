package io.codex4j.api.hook;

import io.codex4j.api.JsonObject;
import org.apiguardian.api.API;

/** What a hook decides. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface HookDecision {
    /** Return the decision to go on. */
    static HookDecision proceed() {
        return new Proceed();
    }

    /** Go on. */
    record Proceed() implements HookDecision {}

    /** Do not; the reason is shown to the model and the user. */
    record Deny(String reason) implements HookDecision {}

    /** Go on with another input of the tool. */
    record ReplaceInput(JsonObject input) implements HookDecision {}

    /** Go on, and tell the model something. */
    record AddContext(String text) implements HookDecision {}
}
