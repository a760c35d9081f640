package io.codex4j.engine;

import static io.codex4j.engine.AcmePlugin.call;
import static io.codex4j.engine.AcmePlugin.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ContentPart;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelItem.CallKind;
import io.codex4j.api.model.ModelItem.Role;
import io.codex4j.api.model.ModelItem.ToolOutput;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.TokenUsage;
import io.codex4j.api.tool.ToolActivity;
import io.codex4j.api.tool.ToolActivity.PlanStep;
import io.codex4j.api.tool.ToolActivity.StepStatus;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.api.tool.ToolSpec;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.ThreadItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SessionTest {
    @TempDir
    private Path folder;

    private final AcmePlugin plugin = new AcmePlugin();

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(folder.resolve("work"));
    }

    @Test
    void a_plugin_object_adds_a_provider_and_a_tool() throws Exception {
        plugin.tool(
                        "add",
                        true,
                        (call, context) -> ToolResult.success(""
                                + (call.arguments().integer("a")
                                        + call.arguments().integer("b"))))
                .answer(call("add", "c1", "{\"a\":2,\"b\":3}"))
                .answer(say("The sum is 5."));
        try (SessionFixture session = session()) {
            List<Event> events = session.turn("add 2 and 3");
            Event.TurnCompleted done = assertInstanceOf(Event.TurnCompleted.class, events.getLast());
            assertEquals(Optional.of("The sum is 5."), done.lastMessage());
            assertEquals(new TokenUsage(200, 0, 20, 0, 220), done.usage());
            assertInstanceOf(Event.SessionConfigured.class, events.get(0));
            assertInstanceOf(Event.TurnStarted.class, events.get(1));
        }
        ModelRequest first = plugin.requests().get(0);
        assertEquals(List.of("add"), first.tools().stream().map(ToolSpec::name).toList());
        assertEquals("acme-1", first.model());
        assertEquals(
                ToolOutput.of(CallKind.FUNCTION, "c1", "5"),
                plugin.requests().get(1).input().getLast());
    }

    @Test
    void the_context_comes_before_the_prompt_in_the_order_that_models_know() throws Exception {
        Files.writeString(folder.resolve("work/AGENTS.md"), "Speak plainly.");
        plugin.answer(say("ok"));
        try (SessionFixture session = session(UnaryOperator.identity(), "developer_instructions=Be kind.")) {
            session.turn("hello");
        }
        List<ModelItem> input = plugin.requests().getFirst().input();
        assertEquals(3, input.size());
        ModelItem.Message developer = (ModelItem.Message) input.get(0);
        assertEquals(Role.DEVELOPER, developer.role());
        assertTrue(developer.text().startsWith("<permissions instructions>"), developer.text());
        assertTrue(developer.text().endsWith("Be kind."), developer.text());
        ModelItem.Message surroundings = (ModelItem.Message) input.get(1);
        assertTrue(surroundings.text().startsWith("# AGENTS.md instructions for " + folder.resolve("work")));
        assertTrue(surroundings.text().contains("<INSTRUCTIONS>\nSpeak plainly.\n</INSTRUCTIONS>"));
        assertTrue(surroundings.text().contains("<shell>bash</shell>"));
        assertEquals(ModelItem.Message.of(Role.USER, "hello"), input.get(2));
    }

    @Test
    void what_goes_wrong_in_a_tool_is_told_to_the_model() throws Exception {
        plugin.tool("broken", false, (call, context) -> {
                    throw new IllegalStateException("no luck");
                })
                .tool(
                        "picky",
                        false,
                        (call, context) -> ToolResult.success(call.arguments().string("needed")))
                .answer(
                        call("broken", "c1", "{}"),
                        call("picky", "c2", "{}"),
                        call("picky", "c3", "{not json"),
                        call("no_such_tool", "c4", "{}"),
                        new ModelItem.ToolInvocation(
                                CallKind.FREEFORM, "c5", "no_such_tool", "text", "", JsonObject.empty()))
                .answer(say("done"));
        try (SessionFixture session = session()) {
            assertInstanceOf(Event.TurnCompleted.class, session.turn("go").getLast());
        }
        List<String> outputs = outputs(plugin.requests().get(1));
        assertTrue(outputs.get(0).contains("no luck"), outputs.get(0));
        assertEquals("failed to parse function arguments: missing field `needed`", outputs.get(1));
        assertTrue(outputs.get(2).startsWith("failed to parse function arguments: "), outputs.get(2));
        assertEquals("unsupported call: no_such_tool", outputs.get(3));
        assertEquals("unsupported custom tool call: no_such_tool", outputs.get(4));
    }

    @Test
    void parallel_tools_run_at_the_same_time_and_answer_in_order() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        plugin.tool("meet", true, (call, context) -> {
                    try {
                        together.await(10, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        return ToolResult.failure("alone");
                    }
                    order.add("meet");
                    return ToolResult.success("met " + call.callId());
                })
                .tool("after", false, (call, context) -> {
                    order.add("after");
                    return ToolResult.success("after");
                })
                .answer(call("meet", "c1", ""), call("meet", "c2", ""), call("after", "c3", ""))
                .answer(say("done"));
        try (SessionFixture session = session()) {
            session.turn("go");
        }
        assertEquals(
                List.of("met c1", "met c2", "after"), outputs(plugin.requests().get(1)));
        assertEquals(List.of("meet", "meet", "after"), order);
    }

    @Test
    void a_broken_stream_is_asked_for_again_and_no_tool_runs_twice() throws Exception {
        List<String> ran = Collections.synchronizedList(new ArrayList<>());
        plugin.tool("once", false, (call, context) -> {
                    ran.add(call.callId());
                    return ToolResult.success("ok");
                })
                .failure(ModelFailure.Kind.BROKEN_STREAM, call("once", "c0", "{}"))
                .answer(call("once", "c1", "{}"))
                .answer(say("done"));
        try (SessionFixture session = session()) {
            List<Event> events = session.turn("go");
            Event.Reconnecting again = events.stream()
                    .filter(Event.Reconnecting.class::isInstance)
                    .map(Event.Reconnecting.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertEquals(1, again.attempt());
            assertEquals(5, again.limit());
            assertInstanceOf(Event.TurnCompleted.class, events.getLast());
        }
        assertEquals(List.of("c1"), ran);
    }

    @Test
    void a_failure_that_cannot_pass_ends_the_turn_at_once() throws Exception {
        plugin.failure(ModelFailure.Kind.UNAUTHENTICATED);
        try (SessionFixture session = session()) {
            List<Event> events = session.turn("go");
            Event.TurnFailed failed = assertInstanceOf(Event.TurnFailed.class, events.getLast());
            assertTrue(failed.message().contains("it went wrong"));
            assertFalse(events.stream().anyMatch(Event.Reconnecting.class::isInstance));
        }
        assertEquals(1, plugin.requests().size());
    }

    @Test
    void an_interrupt_ends_the_tool_and_the_turn_and_the_next_turn_knows() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        plugin.tool("wait", false, (call, context) -> {
                    CountDownLatch cancelled = new CountDownLatch(1);
                    context.cancellation().onCancel(cancelled::countDown);
                    started.countDown();
                    cancelled.await();
                    context.cancellation().throwIfCancelled();
                    return ToolResult.success("never");
                })
                .answer(call("wait", "c1", "{}"), call("wait", "c2", "{}"))
                .answer(say("hello again"));
        try (SessionFixture session = session()) {
            session.submit("go");
            assertTrue(started.await(10, TimeUnit.SECONDS));
            session.interrupt();
            assertInstanceOf(Event.TurnAborted.class, session.untilTurnEnds().getLast());
            assertInstanceOf(Event.TurnCompleted.class, session.turn("and now?").getLast());
        }
        ModelRequest next = plugin.requests().get(1);
        assertEquals(List.of("aborted by user", "aborted by user"), outputs(next));
        ModelItem.Message marker =
                (ModelItem.Message) next.input().get(next.input().size() - 2);
        assertTrue(marker.text().startsWith("<turn_aborted>"));
    }

    @Test
    void a_turn_that_is_interrupted_before_it_begins_asks_nothing() throws Exception {
        plugin.answer(say("too late"));
        try (SessionFixture session = session()) {
            session.submit("go");
            session.interrupt();
            Event last = session.untilTurnEnds().getLast();
            assertTrue(last instanceof Event.TurnAborted || last instanceof Event.TurnCompleted, last.toString());
        }
    }

    @Test
    void the_plan_is_one_item_that_is_completed_before_the_turn() throws Exception {
        plugin.tool("plan", false, (call, context) -> {
                    context.report(new ToolActivity.PlanUpdated(
                            call.callId(), "", List.of(new PlanStep("one", StepStatus.PENDING))));
                    return ToolResult.success("Plan updated");
                })
                .answer(call("plan", "p1", "{}"))
                .answer(call("plan", "p2", "{}"))
                .answer(say("done"));
        List<Event> events;
        try (SessionFixture session = session()) {
            events = session.turn("go");
        }
        List<String> plan = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.ItemStarted started && started.item() instanceof ThreadItem.TodoList list) {
                plan.add("started " + list.id());
            } else if (event instanceof Event.ItemUpdated updated
                    && updated.item() instanceof ThreadItem.TodoList list) {
                plan.add("updated " + list.id());
            } else if (event instanceof Event.ItemCompleted completed
                    && completed.item() instanceof ThreadItem.TodoList list) {
                plan.add("completed " + list.id());
            }
        }
        assertEquals(List.of("started p1", "updated p1", "completed p1"), plan);
    }

    @Test
    void a_resumed_session_goes_on_with_the_same_thread_and_does_not_repeat_its_context() throws Exception {
        plugin.answer(say("one")).answer(say("two"));
        String id;
        try (SessionFixture session = session()) {
            id = ((Event.SessionConfigured) session.turn("first").getFirst()).threadId();
        }
        try (SessionFixture session = session(request -> request.resume(Resume.last(false)))) {
            List<Event> events = session.turn("second");
            assertEquals(id, ((Event.SessionConfigured) events.getFirst()).threadId());
            assertEquals(new TokenUsage(200, 0, 20, 0, 220), ((Event.TurnCompleted) events.getLast()).usage());
        }
        List<String> texts = new ArrayList<>();
        for (ModelItem item : plugin.requests().get(1).input()) {
            texts.add(((ModelItem.Message) item).text());
        }
        assertEquals(List.of("first", "one", "second"), texts.subList(2, texts.size()));
    }

    @Test
    void an_unknown_id_to_resume_is_an_error() {
        assertThrows(
                SessionException.class,
                () -> session(request -> request.resume(Resume.id("01a20897-38cc-76f1-abb2-2eebf09cf3b8"))));
    }

    @Test
    void an_ephemeral_session_leaves_nothing_behind() throws Exception {
        plugin.answer(say("ok"));
        try (SessionFixture session = session(request -> request.ephemeral(true))) {
            session.turn("go");
        }
        assertFalse(Files.exists(folder.resolve("home/sessions")));
    }

    private SessionFixture session() throws Exception {
        return session(UnaryOperator.identity());
    }

    private SessionFixture session(UnaryOperator<SessionRequest.Builder> choices, String... overrides)
            throws Exception {
        return new SessionFixture(folder, plugin, choices, overrides);
    }

    private static List<String> outputs(ModelRequest request) {
        List<String> texts = new ArrayList<>();
        for (ModelItem item : request.input()) {
            if (item instanceof ToolOutput output) {
                texts.add(((ContentPart.Text) output.content().getFirst()).text());
            }
        }
        return texts;
    }
}
