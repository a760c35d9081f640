package io.codex4j.sessions;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelItem.Message;
import io.codex4j.api.model.ModelItem.Role;
import io.codex4j.api.model.TokenUsage;
import io.codex4j.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Replay the lines of one rollout. Lines of unknown types and lines that cannot be read change nothing. */
final class HistoryReader {
    static final int MAX_LINE_BYTES = 64 << 20;

    private final List<ModelItem> items = new ArrayList<>();
    /** Where in {@code items} each turn begins. */
    private final List<Integer> turns = new ArrayList<>();

    private Optional<SessionMeta> meta = Optional.empty();
    private TokenUsage usage = TokenUsage.ZERO;
    private int leftOut;

    private HistoryReader() {}

    static RolloutHistory read(Path file, int maxLineBytes) {
        if (!Files.isRegularFile(file)) {
            throw new RolloutException("Cannot read the session " + file + ": it is not a file.");
        }
        HistoryReader reader = new HistoryReader();
        try (LineReader lines = new LineReader(Files.newInputStream(file), maxLineBytes)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                reader.replay(line);
            }
            reader.leftOut += lines.leftOut();
        } catch (IOException e) {
            throw new RolloutException("Cannot read the session " + file + ": " + e.getMessage(), e);
        }
        SessionMeta meta = reader.meta.orElseThrow(() -> new RolloutException(
                "Cannot resume " + file + ": it is no session file, as it has no session_meta line."));
        return new RolloutHistory(meta, reader.items, reader.usage, reader.turns.size(), reader.leftOut);
    }

    private void replay(String line) {
        if (line.isBlank()) {
            return;
        }
        try {
            JsonObject json = Json.CODEC.parse(line);
            JsonObject payload = json.object("payload");
            switch (json.string("type")) {
                case "session_meta" -> {
                    // A fork carries the first lines of its ancestors too; its own comes first.
                    if (meta.isEmpty()) {
                        meta = Optional.of(SessionMeta.fromJson(payload));
                    }
                }
                case "response_item" -> items.add(ModelItem.fromJson(payload));
                case "compacted" -> compact(payload);
                case "event_msg" -> event(payload);
                default -> {
                    // Newer releases add types; what they tell is not needed to go on.
                }
            }
        } catch (PluginException e) {
            leftOut++;
        }
    }

    private void compact(JsonObject payload) {
        List<ModelItem> replacement = new ArrayList<>();
        if (payload.has("replacement_history")) {
            for (JsonObject item : payload.objects("replacement_history")) {
                replacement.add(ModelItem.fromJson(item));
            }
        } else {
            // Older rollouts tell only the summary: it follows what the user and the program had said.
            for (ModelItem item : items) {
                if (item instanceof Message message && message.role() != Role.ASSISTANT) {
                    replacement.add(message);
                }
            }
            replacement.add(Message.of(Role.USER, payload.string("message")));
        }
        items.clear();
        items.addAll(replacement);
        turns.replaceAll(start -> Math.min(start, items.size()));
    }

    private void event(JsonObject payload) {
        switch (payload.string("type")) {
            case "task_started", "turn_started" -> turns.add(items.size());
            case "token_count" ->
                payload.findObject("info")
                        .flatMap(info -> info.findObject("total_token_usage"))
                        .ifPresent(total -> usage = usage(total));
            case "thread_rolled_back" -> rollBack(payload.integer("num_turns"));
            default -> {
                // Told for people; the conversation itself is in the items.
            }
        }
    }

    private void rollBack(long count) {
        for (long left = Math.min(count, turns.size()); left > 0; left--) {
            int start = turns.removeLast();
            items.subList(start, items.size()).clear();
        }
    }

    private static TokenUsage usage(JsonObject json) {
        return new TokenUsage(
                json.findInteger("input_tokens").orElse(0),
                json.findInteger("cached_input_tokens").orElse(0),
                json.findInteger("output_tokens").orElse(0),
                json.findInteger("reasoning_output_tokens").orElse(0),
                json.findInteger("total_tokens").orElse(0));
    }
}
