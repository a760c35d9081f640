package io.codex4j.testkit;

import io.codex4j.api.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/** Look at a request that a {@link ModelServer} received. Immutable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RecordedRequest {
    private final HttpRequest request;
    private final JsonObject body;
    private final OptionalInt turn;
    private final List<String> missing;

    RecordedRequest(HttpRequest request, JsonObject body, OptionalInt turn, List<String> missing) {
        this.request = request;
        this.body = body;
        this.turn = turn;
        this.missing = missing;
    }

    /** Return the method, such as {@code POST}. */
    public String method() {
        return request.method();
    }

    /** Return the path, without the query. */
    public String path() {
        return request.path();
    }

    /** Return the query without its question mark, empty where there is none. */
    public String query() {
        return request.query();
    }

    /** Return the headers, names in lower case; values of a name that came twice are joined by a comma. */
    public Map<String, String> headers() {
        return request.headers();
    }

    /** Return one header if it was sent; the name in any case. */
    public Optional<String> header(String name) {
        return request.header(name);
    }

    /** Return the body; empty if it is no JSON object. */
    public JsonObject body() {
        return body;
    }

    /** Return the bytes of the body as they came, without chunks but still compressed. */
    public byte[] bytes() {
        return request.bytes().clone();
    }

    /** Return the number of the turn that answered, if one did. */
    public OptionalInt turn() {
        return turn;
    }

    /** Return those of the turn's {@code expect} texts that the body does not hold. */
    public List<String> missing() {
        return missing;
    }

    /** Return the items of {@code input} that are outputs of tools. */
    public List<JsonObject> toolOutputs() {
        return body.objects("input").stream()
                .filter(item -> item.string("type", "").endsWith("_output"))
                .toList();
    }

    @Override
    public String toString() {
        return method() + " " + path();
    }
}
