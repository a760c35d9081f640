package io.codex4j.openai;

import io.codex4j.api.HostContext;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelException;
import io.codex4j.api.model.ModelFailure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Find the key of a provider at the time that it is needed. */
final class Credentials {
    private static final String KEY = "OPENAI_API_KEY";
    private static final String OWN_KEY = "CODEX_API_KEY";
    private static final int MAX_FILE = 1 << 20;

    private final HostContext host;

    Credentials(HostContext host) {
        this.host = host;
    }

    /**
     * Return the key in an environment variable.
     *
     * @param instructions how a person gets a key, or empty
     */
    String ofVariable(String variable, String instructions) throws ModelException {
        Optional<String> key = environment(variable);
        if (key.isEmpty()) {
            String help = instructions.isBlank() ? "" : " " + instructions;
            throw refused("Missing environment variable: `" + variable + "`." + help);
        }
        return checked(key.get(), variable);
    }

    /** Return the key of the account with OpenAI. */
    String ofAccount() throws ModelException {
        for (String variable : new String[] {OWN_KEY, KEY}) {
            Optional<String> key = environment(variable);
            if (key.isPresent()) {
                return checked(key.get(), variable);
            }
        }
        Path file = host.home().resolve("auth.json");
        Optional<String> key = fromFile(file);
        if (key.isEmpty()) {
            throw refused("No API key for OpenAI was found. Set the environment variable " + KEY + ", or put {\"" + KEY
                    + "\": \"…\"} into " + file + ".");
        }
        return checked(key.get(), file.toString());
    }

    private Optional<String> fromFile(Path file) throws ModelException {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_FILE), StandardCharsets.UTF_8);
            JsonObject stored = host.json().parse(text);
            return stored.findString(KEY).map(String::strip).filter(key -> !key.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw refused("The file " + file + " with the API key cannot be read: "
                    + e.getClass().getSimpleName() + ".");
        } catch (PluginException e) {
            // Its message may quote the file, and with it the key.
            throw refused("The file " + file + " is not what it should be: a JSON object with a string " + KEY + ".");
        }
    }

    private Optional<String> environment(String variable) {
        String value = host.environment().get(variable);
        if (value == null && File.separatorChar == '\\') {
            value = ignoringCase(variable);
        }
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    /** Windows sees no difference between upper and lower case of a name. */
    private @Nullable String ignoringCase(String variable) {
        for (Map.Entry<String, String> entry : host.environment().entrySet()) {
            if (entry.getKey().equalsIgnoreCase(variable)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** Refuse a key that no header can hold, before anything quotes it. */
    private static String checked(String key, String origin) throws ModelException {
        if (!ProviderSettings.isHeaderValue(key)) {
            throw refused("The key in " + origin + " holds characters that no key can have. Set it again.");
        }
        return key;
    }

    private static ModelException refused(String message) {
        return new ModelException(ModelFailure.of(ModelFailure.Kind.UNAUTHENTICATED, message));
    }
}
