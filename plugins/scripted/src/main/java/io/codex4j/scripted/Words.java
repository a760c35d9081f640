package io.codex4j.scripted;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import java.time.Duration;
import java.util.Locale;

/** Read the small words of a scenario, with errors that say where they stand. */
final class Words {
    private Words() {}

    /** Return the constant whose lower-case name a member holds, or the other one where the member is absent. */
    static <E extends Enum<E>> E choice(JsonObject json, String name, E other, E[] choices) {
        String word = json.string(name, word(other));
        StringBuilder known = new StringBuilder();
        for (E choice : choices) {
            if (word(choice).equals(word)) {
                return choice;
            }
            known.append(known.isEmpty() ? "" : ", ").append(word(choice));
        }
        throw new PluginException(
                ErrorCode.INVALID_VALUE, "`" + name + "` is \"" + word + "\", expected one of " + known);
    }

    /** Return a member that counts something, or the other one where it is absent. */
    static int count(JsonObject json, String name, int other) {
        long value = json.findInteger(name).orElse(other);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new PluginException(ErrorCode.INVALID_VALUE, "`" + name + "` is " + value + ", out of range");
        }
        return (int) value;
    }

    /** Return a member that counts milliseconds, which may have a fraction. */
    static Duration millis(JsonObject json, String name, double other) {
        double value = json.findNumber(name).orElse(other);
        if (!(value >= 0 && value <= Integer.MAX_VALUE)) {
            throw new PluginException(ErrorCode.INVALID_VALUE, "`" + name + "` is " + value + ", out of range");
        }
        return Duration.ofNanos(Math.round(value * 1e6));
    }

    /** Return an error that also says where it happened. */
    static PluginException at(String place, PluginException e) {
        return new PluginException(e.code(), place + ": " + e.getMessage(), e);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
