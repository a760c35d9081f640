package io.codex4j.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ContentPart;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelItem.CallKind;
import io.codex4j.api.model.ModelItem.Message;
import io.codex4j.api.model.ModelItem.Role;
import io.codex4j.api.model.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryReaderTest {
    @TempDir
    private Path temporary;

    @Test
    void whatIsRecordedIsReadAgain() {
        List<ModelItem> items = List.of(
                Message.of(Role.DEVELOPER, "rules"),
                new Message(
                        Role.USER,
                        List.of(new ContentPart.Image("data:image/png;base64,AA=="), new ContentPart.Text("look")),
                        "",
                        JsonObject.empty()),
                new ModelItem.Reasoning(List.of("a", "b"), List.of(), "E==", ""),
                new Message(
                        Role.ASSISTANT,
                        List.of(new ContentPart.Text("Ü \u0001 \"quoted\"\n")),
                        "",
                        JsonObject.of(Map.of("phase", "commentary"))),
                new ModelItem.ToolInvocation(CallKind.FUNCTION, "c1", "f", "{not json", "", JsonObject.empty()),
                ModelItem.ToolOutput.of(CallKind.FUNCTION, "c1", "out"),
                new ModelItem.ToolInvocation(
                        CallKind.FREEFORM, "c2", "g", "text", "", JsonObject.of(Map.of("status", "completed"))),
                ModelItem.ToolOutput.of(CallKind.FREEFORM, "c2", ""),
                new ModelItem.WebSearch(JsonObject.of(Map.of("type", "search", "query", "q")), "completed", ""),
                new ModelItem.Other(JsonObject.of(Map.of("type", "novelty"))));
        TokenUsage usage = new TokenUsage(200, 5, 20, 1, 220);
        SessionStore store = new SessionStore(temporary, Fixtures.CLOCK);
        Path file;
        try (Rollout rollout = store.create(Fixtures.meta())) {
            rollout.taskStarted("turn", OptionalLong.empty());
            items.forEach(rollout::item);
            rollout.tokenCount(usage, TokenUsage.ZERO, OptionalLong.empty());
            file = rollout.file().orElseThrow();
        }
        assertEquals(new RolloutHistory(Fixtures.meta(), items, usage, 1, 0), store.load(file));
    }

    @Test
    void aCompactionReplacesWhatCameBefore() throws IOException {
        RolloutHistory history = read(Fixtures.taskStarted()
                + Fixtures.userItem("old")
                + Fixtures.assistantItem("answer")
                + Fixtures.line(
                        "compacted",
                        "{\"message\":\"m\",\"replacement_history\":[{\"type\":\"message\",\"role\":\"user\","
                                + "\"content\":[{\"type\":\"input_text\",\"text\":\"summary\"}]}]}")
                + Fixtures.assistantItem("after"));
        assertEquals(List.of(Message.of(Role.USER, "summary"), Message.of(Role.ASSISTANT, "after")), history.items());
    }

    @Test
    void aCompactionThatTellsOnlyASummaryKeepsWhatTheUserSaid() throws IOException {
        RolloutHistory history = read(Fixtures.userItem("old")
                + Fixtures.assistantItem("answer")
                + Fixtures.line("compacted", "{\"message\":\"summary\"}"));
        assertEquals(List.of(Message.of(Role.USER, "old"), Message.of(Role.USER, "summary")), history.items());
    }

    @Test
    void aCompactionThatIsBrokenChangesNothing() throws IOException {
        RolloutHistory history = read(Fixtures.userItem("old")
                + Fixtures.line("compacted", "{\"message\":\"m\",\"replacement_history\":[{\"type\":\"message\"}]}"));
        assertEquals(List.of(Message.of(Role.USER, "old")), history.items());
        assertEquals(1, history.leftOutLines());
    }

    @Test
    void turnsThatWereRolledBackAreGone() throws IOException {
        String turns = Fixtures.taskStarted()
                + Fixtures.userItem("one")
                + Fixtures.taskStarted()
                + Fixtures.userItem("two")
                + Fixtures.taskStarted()
                + Fixtures.userItem("three");
        RolloutHistory history = read(turns + rolledBack(2) + Fixtures.taskStarted() + Fixtures.userItem("four"));
        assertEquals(List.of(Message.of(Role.USER, "one"), Message.of(Role.USER, "four")), history.items());
        assertEquals(2, history.turns());
        assertEquals(List.of(), read(turns + rolledBack(1_000_000_000_000L)).items());
        assertEquals(3, read(turns + rolledBack(-1)).items().size());
    }

    private static String rolledBack(long turns) {
        return Fixtures.line("event_msg", "{\"type\":\"thread_rolled_back\",\"num_turns\":" + turns + "}");
    }

    @Test
    void theLastTokenCountThatTellsAnythingCounts() throws IOException {
        String count = "{\"type\":\"token_count\",\"info\":{\"total_token_usage\":{\"input_tokens\":%d}}}";
        RolloutHistory history = read(Fixtures.line("event_msg", count.formatted(1))
                + Fixtures.line("event_msg", count.formatted(7))
                + Fixtures.line("event_msg", "{\"type\":\"token_count\",\"info\":null}"));
        assertEquals(new TokenUsage(7, 0, 0, 0, 0), history.usage());
    }

    @Test
    void aForkKeepsItsOwnIdentity() throws IOException {
        Path file = temporary.resolve("fork.jsonl");
        Files.writeString(file, Fixtures.metaLine("fork", temporary) + Fixtures.metaLine("ancestor", temporary));
        assertEquals("fork", load(file).meta().id());
    }

    @Test
    void linesThatCannotBeReadAreLeftOut() throws IOException {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        RolloutHistory history = read(String.join(
                "\n",
                "not json",
                "[]",
                "{}",
                "{\"type\":1,\"payload\":{}}",
                "{\"type\":\"response_item\",\"payload\":[]}",
                "{\"type\":\"response_item\",\"payload\":{\"type\":\"message\",\"role\":\"wizard\",\"content\":[]}}",
                "{\"type\":\"response_item\",\"payload\":{\"type\":\"function_call\",\"name\":3,\"call_id\":\"c\"}}",
                "{\"type\":\"event_msg\",\"payload\":{\"type\":\"token_count\",\"info\":5}}",
                "{\"type\":\"event_msg\",\"payload\":{\"type\":\"thread_rolled_back\",\"num_turns\":\"many\"}}",
                "{\"type\":\"session_meta\",\"payload\":" + deep + "}",
                "{\"a\":" + "9".repeat(100_000) + "}",
                "",
                "   ",
                "{\"type\":\"response_item\",\"payload\":{\"type\":\"mess"));
        assertEquals(List.of(), history.items());
        assertEquals(12, history.leftOutLines());
    }

    @Test
    void linesOfUnknownTypesAreNoError() throws IOException {
        RolloutHistory history = read(Fixtures.line("world_state", "{\"full\":true}")
                + Fixtures.line("event_msg", "{\"type\":\"novelty\"}")
                + Fixtures.userItem("x").replace("{\"timestamp\"", "{\"ordinal\":3,\"timestamp\""));
        assertEquals(1, history.items().size());
        assertEquals(0, history.leftOutLines());
    }

    @Test
    void aLineThatIsTooLongIsLeftOutAndTheNextOneRead() throws IOException {
        Path file = temporary.resolve("long.jsonl");
        Files.writeString(
                file,
                Fixtures.metaLine(Fixtures.ID, temporary)
                        + Fixtures.userItem("x".repeat(200_000))
                        + Fixtures.userItem("next")
                        + Fixtures.userItem("y".repeat(200_000)).strip());
        RolloutHistory history = HistoryReader.read(file, 100_000);
        assertEquals(List.of(Message.of(Role.USER, "next")), history.items());
        assertEquals(2, history.leftOutLines());
    }

    @Test
    void bytesThatAreNoTextAreReplaced() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Fixtures.metaLine(Fixtures.ID, temporary).getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {0, (byte) 0xff, (byte) 0xfe, '\n'});
        String[] parts = Fixtures.userItem("a@b").split("@");
        bytes.writeBytes(parts[0].getBytes(StandardCharsets.UTF_8));
        bytes.write(0xc3);
        bytes.writeBytes(parts[1].getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(temporary.resolve("binary.jsonl"), bytes.toByteArray());
        assertEquals(List.of(Message.of(Role.USER, "a\ufffdb")), load(file).items());
    }

    @Test
    void aFileWithoutMetaIsRefused() throws IOException {
        Path file = Files.writeString(temporary.resolve("x.jsonl"), Fixtures.userItem("x"));
        RolloutException refused = assertThrows(RolloutException.class, () -> load(file));
        assertEquals(
                "Cannot resume " + file + ": it is no session file, as it has no session_meta line.",
                refused.getMessage());
        Files.writeString(file, "");
        assertThrows(RolloutException.class, () -> load(file));
    }

    @Test
    void whatIsNoFileIsRefused() {
        RolloutException refused = assertThrows(RolloutException.class, () -> load(temporary));
        assertTrue(refused.getMessage().endsWith("it is not a file."), refused.getMessage());
        assertThrows(RolloutException.class, () -> load(temporary.resolve("absent")));
    }

    private RolloutHistory read(String lines) throws IOException {
        Path file = temporary.resolve("read.jsonl");
        Files.writeString(file, Fixtures.metaLine(Fixtures.ID, temporary) + lines);
        return load(file);
    }

    private RolloutHistory load(Path file) {
        return new SessionStore(temporary, Fixtures.CLOCK).load(file);
    }
}
