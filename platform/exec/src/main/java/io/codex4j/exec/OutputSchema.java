package io.codex4j.exec;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Read the JSON schema of the final message. Whether it is a good schema, the model's server decides. */
final class OutputSchema {
    private OutputSchema() {}

    static JsonObject read(Path file) throws ExecException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ExecException("Cannot read the output schema file " + file + ": " + FileProblem.reason(e), e);
        }
        String text = TextInput.decode(bytes, "output schema file " + file);
        try {
            return Json.CODEC.parse(text);
        } catch (PluginException e) {
            throw new ExecException("The output schema file " + file + " is not a JSON object: " + e.getMessage(), e);
        }
    }
}
