package io.codex4j.exec;

import io.codex4j.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Say what to run and how to show it.
 *
 * @param prompt the prompt; {@code -} or nothing means that it is read from standard input
 * @param images files to show to the model with the prompt
 * @param outputSchema file with the JSON schema of the final message
 * @param lastMessageFile file that gets the final message
 * @param json whether events are shown as JSON
 * @param color when to use colors
 * @param display what is shown of the model's thoughts
 * @param version version of the program
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record ExecOptions(
        Optional<String> prompt,
        List<Path> images,
        Optional<Path> outputSchema,
        Optional<Path> lastMessageFile,
        boolean json,
        ColorMode color,
        Config.Display display,
        String version) {
    public ExecOptions {
        images = List.copyOf(images);
    }
}
