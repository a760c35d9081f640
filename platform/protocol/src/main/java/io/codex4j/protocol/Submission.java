package io.codex4j.protocol;

import io.codex4j.api.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** What a front end asks of a session. */
@API(status = API.Status.INTERNAL, since = "0.1")
public sealed interface Submission {
    /**
     * Take a turn.
     *
     * @param prompt what the user says
     * @param images files to show to the model
     * @param outputSchema JSON schema of the final message
     */
    record UserTurn(String prompt, List<Path> images, Optional<JsonObject> outputSchema) implements Submission {
        public UserTurn {
            images = List.copyOf(images);
        }
    }

    /** Stop the turn in hand. */
    record Interrupt() implements Submission {}

    /** End the session; the event stream ends after it. */
    record Shutdown() implements Submission {}
}
