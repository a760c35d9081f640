package io.codex4j.sessions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Read the beginning of a rollout and no more: a search for one session looks into many. */
final class SessionHead {
    private static final JsonFactory FACTORY = new JsonFactory();

    private SessionHead() {}

    /** Return the working directory that the first line tells; nothing if it tells none. */
    static Optional<Path> directory(Path file) {
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = FACTORY.createParser(in)) {
            boolean found = parser.nextToken() == JsonToken.START_OBJECT
                    && member(parser, "payload")
                    && parser.currentToken() == JsonToken.START_OBJECT
                    && member(parser, "cwd")
                    && parser.currentToken() == JsonToken.VALUE_STRING;
            return found ? Optional.of(Path.of(parser.getText())) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Go to the value of a member of the object whose first token was read. */
    private static boolean member(JsonParser parser, String name) throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            if (field.equals(name)) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
