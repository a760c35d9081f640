package io.codex4j.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelItem.CallKind;
import io.codex4j.api.model.ModelItem.Message;
import io.codex4j.api.model.ModelItem.Role;
import io.codex4j.api.model.ModelItem.ToolInvocation;
import io.codex4j.api.model.TokenUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RolloutTest {
    @TempDir
    private Path temporary;

    private Path home;
    private SessionStore store;

    @BeforeEach
    void openStore() {
        home = temporary.resolve("home");
        store = new SessionStore(home, Fixtures.CLOCK);
    }

    @Test
    void everyLineHasTheShapeOfTheReference() throws IOException {
        Rollout rollout = store.create(Fixtures.meta());
        rollout.taskStarted("turn", OptionalLong.of(258400));
        rollout.item(Message.of(Role.USER, "run"));
        rollout.turnContext(new TurnContext(
                "turn",
                Path.of("/srv/app"),
                "2026-11-24",
                "Asia/Tokyo",
                "never",
                JsonObject.of(Map.of("type", "read-only")),
                "gpt-5.4",
                Optional.of("pragmatic"),
                Optional.of("high"),
                "none",
                JsonObject.builder().put("mode", "tokens").put("limit", 10000).build()));
        rollout.userMessage("run", List.of(Path.of("a.png")));
        rollout.agentReasoning("**Look**\n\nabout");
        rollout.agentMessage("I'll run it.", Optional.of("commentary"));
        rollout.item(new ToolInvocation(CallKind.FUNCTION, "c1", "f", "{}", "", JsonObject.empty()));
        rollout.tokenCount(
                new TokenUsage(200, 5, 20, 1, 220), new TokenUsage(100, 0, 10, 0, 110), OptionalLong.empty());
        rollout.compacted("summary", List.of(Message.of(Role.USER, "all")));
        rollout.turnAborted("turn", "interrupted");
        rollout.taskComplete("turn", Optional.empty());
        rollout.close();

        String time = "{\"timestamp\":\"2026-11-23T18:50:08.000Z\",\"type\":";
        String expected = """
                @"session_meta","payload":{"id":"01a20874-e3c3-7443-93c1-53b7b147ed50","timestamp":"2026-11-23T18:50:07.995Z","cwd":"/srv/app","originator":"codex_exec","cli_version":"0.1.0","source":"exec","model_provider":"mock","base_instructions":{"text":"Be good."},"git":{"commit_hash":"abc","branch":"main"}}}
                @"event_msg","payload":{"type":"task_started","turn_id":"turn","model_context_window":258400,"collaboration_mode_kind":"default"}}
                @"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"run"}]}}
                @"turn_context","payload":{"turn_id":"turn","cwd":"/srv/app","current_date":"2026-11-24","timezone":"Asia/Tokyo","approval_policy":"never","sandbox_policy":{"type":"read-only"},"model":"gpt-5.4","personality":"pragmatic","collaboration_mode":{"mode":"default","settings":{"model":"gpt-5.4","reasoning_effort":"high","developer_instructions":null}},"realtime_active":false,"effort":"high","summary":"none","truncation_policy":{"mode":"tokens","limit":10000}}}
                @"event_msg","payload":{"type":"user_message","message":"run","images":[],"local_images":["a.png"],"text_elements":[]}}
                @"event_msg","payload":{"type":"agent_reasoning","text":"**Look**\\n\\nabout"}}
                @"event_msg","payload":{"type":"agent_message","message":"I'll run it.","phase":"commentary","memory_citation":null}}
                @"response_item","payload":{"type":"function_call","name":"f","arguments":"{}","call_id":"c1"}}
                @"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":200,"cached_input_tokens":5,"output_tokens":20,"reasoning_output_tokens":1,"total_tokens":220},"last_token_usage":{"input_tokens":100,"cached_input_tokens":0,"output_tokens":10,"reasoning_output_tokens":0,"total_tokens":110},"model_context_window":null},"rate_limits":{"limit_id":"codex","limit_name":null,"primary":null,"secondary":null,"credits":null,"plan_type":null}}}
                @"compacted","payload":{"message":"summary","replacement_history":[{"type":"message","role":"user","content":[{"type":"input_text","text":"all"}]}]}}
                @"event_msg","payload":{"type":"context_compacted"}}
                @"event_msg","payload":{"type":"turn_aborted","turn_id":"turn","reason":"interrupted"}}
                @"event_msg","payload":{"type":"task_complete","turn_id":"turn","last_agent_message":null}}
                """;
        assertEquals(expected.replace("@", time), Files.readString(file(rollout)));
    }

    @Test
    void theFileIsNamedByLocalTimeAndMadeWithTheFirstLine() {
        Rollout rollout = store.create(Fixtures.meta());
        Path expected = home.resolve("sessions/2026/11/24/rollout-2026-11-24T03-50-07-" + Fixtures.ID + ".jsonl");
        assertEquals(Optional.of(expected), rollout.file());
        rollout.flush();
        rollout.close();
        assertFalse(Files.exists(home));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void onlyTheOwnerMayReadIt() throws IOException {
        Rollout rollout = store.create(Fixtures.meta());
        rollout.agentReasoning("x");
        rollout.close();
        assertEquals("rw-------", permissions(file(rollout)));
        for (Path folder = file(rollout).getParent(); !folder.equals(temporary); folder = folder.getParent()) {
            assertEquals("rwx------", permissions(folder));
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void flushWaitsForWhatWasAppended() throws IOException {
        try (Rollout rollout = store.create(Fixtures.meta())) {
            for (int i = 0; i < 50; i++) {
                rollout.agentReasoning("line " + i);
                rollout.flush();
                assertEquals(i + 2, Files.readAllLines(file(rollout)).size());
            }
        }
    }

    @Test
    void linesOfSeveralThreadsAreWholeAndInTheOrderOfEachThread() throws Exception {
        Rollout rollout = store.create(Fixtures.meta());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            String name = "thread " + t + " ";
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 2_000; i++) {
                    rollout.agentReasoning(name + i);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        rollout.close();
        List<JsonObject> lines = Fixtures.lines(file(rollout));
        assertEquals(1 + 8 * 2_000, lines.size());
        assertEquals("session_meta", lines.getFirst().string("type"));
        int[] next = new int[8];
        for (JsonObject line : lines.subList(1, lines.size())) {
            String[] words = line.object("payload").string("text").split(" ");
            int thread = Integer.parseInt(words[1]);
            assertEquals(next[thread]++, Integer.parseInt(words[2]));
        }
    }

    @Test
    void anInterruptedThreadStillRecordsAndStaysInterrupted() throws IOException {
        Rollout rollout = store.create(Fixtures.meta());
        Thread.currentThread().interrupt();
        rollout.turnAborted("turn", "interrupted");
        rollout.flush();
        assertTrue(Thread.interrupted());
        assertEquals(2, Files.readAllLines(file(rollout)).size());
        rollout.close();
    }

    @Test
    void nothingIsTakenInAfterTheEnd() throws IOException {
        Rollout rollout = store.create(Fixtures.meta());
        rollout.agentReasoning("x");
        rollout.close();
        rollout.agentReasoning("late");
        rollout.flush();
        rollout.close();
        assertEquals(2, Files.readAllLines(file(rollout)).size());
        assertEquals(Optional.empty(), rollout.failure());
    }

    @Test
    void aTornLastLineIsEndedWhenTheSessionGoesOn() throws IOException {
        Path file = temporary.resolve("torn.jsonl");
        String whole = Fixtures.metaLine(Fixtures.ID, temporary);
        Files.writeString(file, whole + "{\"timestamp\":\"2026-11-");
        Rollout rollout = store.open(file);
        rollout.agentReasoning("x");
        rollout.close();
        List<String> lines = Files.readAllLines(file);
        assertEquals(whole.strip(), lines.get(0));
        assertEquals("{\"timestamp\":\"2026-11-", lines.get(1));
        assertTrue(lines.get(2).endsWith("\"text\":\"x\"}}"));
        assertEquals(3, lines.size());
    }

    @Test
    void aWholeLastLineIsLeftAsItIs() throws IOException {
        Path file = temporary.resolve("whole.jsonl");
        Files.writeString(file, Fixtures.metaLine(Fixtures.ID, temporary));
        Rollout rollout = store.open(file);
        rollout.agentReasoning("x");
        rollout.close();
        assertEquals(2, Files.readAllLines(file).size());
    }

    @Test
    void ephemeralSessionsLeaveNothing() {
        Rollout rollout = Rollout.none();
        rollout.agentReasoning("x");
        rollout.flush();
        rollout.close();
        assertEquals(Optional.empty(), rollout.file());
        assertEquals(Optional.empty(), rollout.failure());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsToldOnceAndHoldsNobodyUp() {
        Path full = Path.of("/dev/full");
        Rollout rollout = store.open(full);
        rollout.agentReasoning("x");
        rollout.flush();
        String told = "This session is no longer recorded in /dev/full: No space left on device."
                + " It goes on, but what follows cannot be resumed.";
        assertEquals(Optional.of(told), rollout.failure());
        for (int i = 0; i < 10_000; i++) {
            rollout.agentReasoning("more");
        }
        rollout.flush();
        rollout.close();
        assertEquals(Optional.of(told), rollout.failure());
    }

    @Test
    void aDiskThatFillsUpLeavesWholeLinesOnly() throws IOException {
        Path file = Files.createFile(temporary.resolve("small.jsonl"));
        int room = 300;
        Rollout rollout =
                new FileRollout(file, Fixtures.CLOCK, () -> new RolloutFile(file, new FullChannel(file, room)), null);
        for (int i = 0; i < 20; i++) {
            rollout.agentReasoning("line " + i);
        }
        rollout.close();
        String told = rollout.failure().orElse("nothing");
        assertTrue(told.contains("No space left on device"), told);
        String left = Files.readString(file);
        assertTrue(left.endsWith("\n") && left.length() <= room, left);
        assertEquals("line 1", Fixtures.lines(file).getLast().object("payload").string("text"));
    }

    @Test
    void anItemThatCannotBeWrittenEndsTheRecordingAfterTheLineBefore() throws IOException {
        JsonObject deep = JsonObject.empty();
        for (int i = 0; i < 5_000; i++) {
            deep = JsonObject.builder().put("a", deep).build();
        }
        Rollout rollout = store.create(Fixtures.meta());
        rollout.agentReasoning("before");
        rollout.item(new ModelItem.Other(deep));
        rollout.flush();
        assertTrue(rollout.failure().orElse("").contains("cannot be written as JSON"));
        rollout.agentReasoning("after");
        rollout.close();
        assertEquals(
                "before",
                Fixtures.lines(file(rollout)).getLast().object("payload").string("text"));
    }

    @Test
    void aFolderThatVanishesIsTold() throws IOException {
        Rollout rollout = store.create(Fixtures.meta());
        rollout.agentReasoning("x");
        rollout.flush();
        Files.delete(file(rollout));
        Files.delete(file(rollout).getParent());
        rollout.agentReasoning("y");
        rollout.flush();
        assertTrue(rollout.failure().orElse("").contains("the file or its folder is gone"));
        rollout.close();
    }

    @Test
    void aHomeThatCannotHoldFoldersIsTold() throws IOException {
        Files.writeString(home, "a file, not a folder");
        Rollout rollout = store.create(Fixtures.meta());
        rollout.agentReasoning("x");
        rollout.flush();
        assertTrue(rollout.failure().isPresent());
        rollout.close();
    }

    private static Path file(Rollout rollout) {
        return rollout.file().orElseThrow();
    }
}
