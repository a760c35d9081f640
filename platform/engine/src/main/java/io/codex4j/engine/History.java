package io.codex4j.engine;

import io.codex4j.api.model.ContentPart;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelItem.Message;
import io.codex4j.api.model.ModelItem.Role;
import io.codex4j.api.model.ModelItem.ToolInvocation;
import io.codex4j.api.model.ModelItem.ToolOutput;
import io.codex4j.api.model.TokenUsage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The conversation as the model is shown it, and what it has cost. Used by one turn at a time. */
final class History {
    private final List<ModelItem> items = new ArrayList<>();
    private TokenUsage total;

    History(List<ModelItem> earlier, TokenUsage spent) {
        items.addAll(earlier);
        total = spent;
        answerOpenCalls();
    }

    void add(ModelItem item) {
        items.add(item);
    }

    void addAll(List<? extends ModelItem> more) {
        items.addAll(more);
    }

    /** Tell whether the model already knows this context: the last message that begins with the same tag says the same. */
    boolean knows(Message context) {
        for (int at = items.size() - 1; at >= 0; at--) {
            if (items.get(at) instanceof Message earlier && tag(earlier).equals(tag(context))) {
                return earlier.equals(context);
            }
        }
        return false;
    }

    /** Return what tells messages of context apart: who says them, and the tag that they begin or end with. */
    private static String tag(Message message) {
        List<ContentPart> parts = message.content();
        if (parts.isEmpty()) {
            return message.role().toString();
        }
        ContentPart part = message.role() == Role.DEVELOPER ? parts.getFirst() : parts.getLast();
        String text = part instanceof ContentPart.Text piece ? piece.text() : "";
        return message.role() + (text.startsWith("<") ? text.substring(0, text.indexOf('>') + 1) : "");
    }

    /** Return the items so far; later changes do not show in it. */
    List<ModelItem> items() {
        return List.copyOf(items);
    }

    void spend(TokenUsage usage) {
        total = total.plus(usage);
    }

    TokenUsage total() {
        return total;
    }

    /** Give each call without an output one: a server refuses a conversation with a call that was never answered. */
    List<ToolOutput> answerOpenCalls() {
        Set<String> answered = new HashSet<>();
        for (ModelItem item : items) {
            if (item instanceof ToolOutput output) {
                answered.add(output.callId());
            }
        }
        List<ToolOutput> added = new ArrayList<>();
        for (ModelItem item : items) {
            if (item instanceof ToolInvocation call && answered.add(call.callId())) {
                added.add(ToolOutput.of(call.kind(), call.callId(), "aborted"));
            }
        }
        items.addAll(added);
        return added;
    }
}
