package io.codex4j.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ContentPart;
import io.codex4j.api.model.ModelEvent;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelFailure.Kind;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelItem.CallKind;
import io.codex4j.api.model.ModelItem.Role;
import io.codex4j.api.model.TokenUsage;
import io.codex4j.protocol.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesEventsTest {
    private final ResponsesEvents events = new ResponsesEvents();

    @Test
    void readsTheBeginning() {
        assertEquals(
                List.of(new ModelEvent.Created("r1")),
                read("{\"type\":\"response.created\",\"response\":{\"id\":\"r1\",\"status\":\"in_progress\"}}"));
    }

    @Test
    void readsPieces() {
        assertEquals(
                List.of(new ModelEvent.TextDelta("m", "hi")),
                read("{\"type\":\"response.output_text.delta\",\"item_id\":\"m\",\"delta\":\"hi\"}"));
        assertEquals(
                List.of(new ModelEvent.ReasoningSummaryDelta("r", 2, "so")),
                read("{\"type\":\"response.reasoning_summary_text.delta\",\"item_id\":\"r\",\"summary_index\":2,"
                        + "\"delta\":\"so\"}"));
        assertEquals(
                List.of(new ModelEvent.ReasoningDelta("r", "raw")),
                read("{\"type\":\"response.reasoning_text.delta\",\"item_id\":\"r\",\"content_index\":0,"
                        + "\"delta\":\"raw\"}"));
    }

    @Test
    void readsItems() {
        assertEquals(
                List.of(new ModelEvent.ItemDone(new ModelItem.Message(
                        Role.ASSISTANT,
                        List.of(new ContentPart.Text("hi")),
                        "m1",
                        JsonObject.builder().put("phase", "commentary").build()))),
                read("{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"message\",\"id\":\"m1\","
                        + "\"role\":\"assistant\",\"status\":\"completed\",\"phase\":\"commentary\","
                        + "\"content\":[{\"type\":\"output_text\",\"text\":\"hi\",\"annotations\":[]}]}}"));
        assertEquals(
                List.of(new ModelEvent.ItemDone(new ModelItem.ToolInvocation(
                        CallKind.FUNCTION, "c1", "exec", "{broken", "f1", JsonObject.empty()))),
                read("{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"function_call\",\"id\":\"f1\","
                        + "\"call_id\":\"c1\",\"name\":\"exec\",\"arguments\":\"{broken\",\"status\":\"completed\"}}"));
        assertEquals(
                List.of(new ModelEvent.ItemDone(
                        new ModelItem.Reasoning(List.of("thought"), List.of("raw"), "E==", "r1"))),
                read("{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"reasoning\",\"id\":\"r1\","
                        + "\"summary\":[{\"type\":\"summary_text\",\"text\":\"thought\"}],"
                        + "\"content\":[{\"type\":\"reasoning_text\",\"text\":\"raw\"}],"
                        + "\"encrypted_content\":\"E==\"}}"));
    }

    @Test
    void keepsItemsOfKindsThatAreNotKnown() {
        ModelEvent event =
                read("{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"hologram\",\"status\":\"x\"}}")
                        .getFirst();
        assertEquals(
                JsonObject.builder().put("type", "hologram").put("status", "x").build(),
                ((ModelItem.Other) ((ModelEvent.ItemDone) event).item()).json());
    }

    @Test
    void readsTheBeginningOfAnItemOnlyIfItCanBeRead() {
        assertInstanceOf(
                ModelEvent.ItemStarted.class,
                read("{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"web_search_call\",\"id\":\"w\","
                                + "\"status\":\"in_progress\"}}")
                        .getFirst());
        assertEquals(
                List.of(), read("{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"function_call\"}}"));
        assertFalse(events.finished());
    }

    @Test
    void readsTheEndWithItsUsage() {
        assertEquals(
                List.of(new ModelEvent.Completed("r1", new TokenUsage(100, 40, 10, 7, 110))),
                read("{\"type\":\"response.completed\",\"response\":{\"id\":\"r1\",\"usage\":{\"input_tokens\":100,"
                        + "\"input_tokens_details\":{\"cached_tokens\":40},\"output_tokens\":10,"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":7},\"total_tokens\":110}}}"));
        assertTrue(events.finished());
        assertEquals(List.of(), read("{\"type\":\"response.output_text.delta\",\"delta\":\"late\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"usage\":null}", "{\"id\":null}"})
    void theEndNeedsNoUsage(String response) {
        assertEquals(
                List.of(new ModelEvent.Completed("", TokenUsage.ZERO)),
                read("{\"type\":\"response.completed\",\"response\":" + response + "}"));
    }

    @Test
    void theTotalIsAddedUpWhereItIsMissing() {
        assertEquals(
                List.of(new ModelEvent.Completed("", new TokenUsage(3, 0, 4, 0, 7))),
                read("{\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":3,"
                        + "\"output_tokens\":4,\"input_tokens_details\":null}}}"));
    }

    @Test
    void anAnswerThatWasCutShortIsNotTriedAgain() {
        ModelFailure failure = failure("{\"type\":\"response.incomplete\",\"response\":{\"incomplete_details\":"
                + "{\"reason\":\"max_output_tokens\"}}}");
        assertEquals(Kind.INCOMPLETE, failure.kind());
        assertFalse(failure.retryable());
        assertTrue(failure.message().contains("max_output_tokens"), failure.message());
    }

    @ParameterizedTest
    @CsvSource({
        "context_length_exceeded,CONTEXT_TOO_LONG",
        "insufficient_quota,QUOTA_EXCEEDED",
        "usage_not_included,QUOTA_EXCEEDED",
        "invalid_prompt,INVALID_REQUEST",
        "image_too_large,INVALID_REQUEST",
        "rate_limit_exceeded,RATE_LIMITED",
        "slow_down,RATE_LIMITED",
        "server_is_overloaded,SERVER_ERROR",
        "server_error,SERVER_ERROR",
        "something_new,SERVER_ERROR",
        "'',SERVER_ERROR",
    })
    void readsErrorCodes(String code, Kind kind) {
        ModelFailure failure = failure("{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"" + code
                + "\",\"message\":\"why\"}}}");
        assertEquals(kind, failure.kind());
        assertTrue(failure.message().contains("why"), failure.message());
        assertTrue(events.finished());
    }

    @Test
    void readsHowLongToWait() {
        assertEquals(
                Optional.of(Duration.ofMillis(1200)),
                failure("{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"rate_limit_exceeded\","
                                + "\"message\":\"Please try again in 1.2s.\"}}}")
                        .retryAfter());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"error\",\"code\":\"insufficient_quota\",\"message\":\"m\",\"param\":null}",
                "{\"type\":\"error\",\"error\":{\"code\":\"insufficient_quota\",\"message\":\"m\"}}"
            })
    void readsBothFormsOfABareError(String event) {
        assertEquals(Kind.QUOTA_EXCEEDED, failure(event).kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"response.failed\"}",
                "{\"type\":\"response.failed\",\"response\":{\"error\":null}}",
                "{\"type\":\"error\"}"
            })
    void aFailureWithoutAReasonIsStillAFailure(String event) {
        assertEquals(Kind.SERVER_ERROR, failure(event).kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"response.output_item.done\"}",
                "{\"type\":\"response.output_item.done\",\"item\":7}",
                "{\"type\":\"response.output_item.done\",\"item\":{}}",
                "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"function_call\",\"name\":\"x\"}}",
                "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"message\",\"role\":\"ghost\"}}",
                "{\"type\":\"response.output_text.delta\"}",
                "{\"type\":\"response.output_text.delta\",\"delta\":{}}",
                "{\"type\":\"response.completed\",\"response\":[]}",
                "{\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":\"many\"}}}",
                "{\"type\":7}"
            })
    void whatMattersAndMakesNoSenseBreaksTheStream(String event) {
        ModelFailure failure = failure(event);
        assertEquals(Kind.BROKEN_STREAM, failure.kind());
        assertTrue(failure.retryable());
        assertTrue(events.finished());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"response.in_progress\",\"response\":7}",
                "{\"type\":\"response.reasoning_summary_part.added\",\"summary_index\":0}",
                "{\"type\":\"response.output_text.done\",\"text\":\"hi\"}",
                "{\"type\":\"a.b.c\"}"
            })
    void everythingElseIsIgnored(String event) {
        assertEquals(List.of(), read(event));
        assertFalse(events.finished());
    }

    @Test
    void aStreamThatJustEndsIsBroken() {
        ModelFailure failure = ((ModelEvent.Failed) events.endOfStream()).failure();
        assertEquals(Kind.BROKEN_STREAM, failure.kind());
        assertTrue(events.finished());
    }

    @Test
    void errorsCannotPlayTricksOnATerminal() {
        String message = failure("{\"type\":\"error\",\"message\":\"a\\u001b[2J\\r\\nb" + "x".repeat(5000) + "\"}")
                .message();
        assertFalse(message.chars().anyMatch(Character::isISOControl), message);
        assertTrue(message.length() < 1200, "length " + message.length());
    }

    private List<ModelEvent> read(String json) {
        return events.read(Json.CODEC.parse(json));
    }

    private ModelFailure failure(String json) {
        return ((ModelEvent.Failed) read(json).getFirst()).failure();
    }
}
