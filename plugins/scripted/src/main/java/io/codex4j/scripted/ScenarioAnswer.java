package io.codex4j.scripted;

import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/** Spell out a turn for the request that it answers. Immutable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ScenarioAnswer {
    private final ScenarioTurn turn;
    private final int number;
    private final JsonObject request;
    private final JsonCodec codec;
    private final Templates templates;

    ScenarioAnswer(
            ScenarioTurn turn, int number, JsonObject request, JsonCodec codec, Map<String, String> environment) {
        this.turn = turn;
        this.number = number;
        this.request = request;
        this.codec = codec;
        this.templates = new Templates(request, number, environment);
    }

    /** Return the turn as the scenario has it. */
    public ScenarioTurn turn() {
        return turn;
    }

    /** Return the number of the turn, from 0; past the last turn it counts on, except where the turns start anew. */
    public int number() {
        return number;
    }

    /** Return the HTTP answer that stands in place of a stream, if there is one, with its templates filled in. */
    public Optional<HttpAnswer> http() {
        return turn.http()
                .map(answer -> new HttpAnswer(
                        answer.status(), answer.headers(), templates.expandPresent(answer.body()), answer.delay()));
    }

    /**
     * Return the events of the Responses API, up to the last one or to where the turn is cut; made as they are asked
     * for, so that a long answer needs little memory. Waiting is left to the caller.
     *
     * <p>The iterator throws {@link PluginException} at an item that cannot be spelled out, such as one with a missing
     * {@code input_file}.
     */
    public Iterator<JsonObject> events() {
        return new ResponsesEventSource(turn, number, request, codec, templates);
    }
}
