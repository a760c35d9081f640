package io.codex4j.scripted;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Fill in the templates of a turn from the request that it answers. */
final class Templates {
    private final JsonObject request;
    private final int turn;
    private final Map<String, String> environment;

    Templates(JsonObject request, int turn, Map<String, String> environment) {
        this.request = request;
        this.turn = turn;
        this.environment = environment;
    }

    JsonObject expand(JsonObject object) {
        JsonObject.Builder filled = JsonObject.builder();
        object.asMap().forEach((name, value) -> filled.put(name, value == null ? null : expandPresent(value)));
        return filled.build();
    }

    Object expandPresent(Object value) {
        return switch (value) {
            case JsonObject object -> expand(object);
            case List<?> list -> {
                List<@Nullable Object> filled = new ArrayList<>(list.size());
                for (Object element : list) {
                    filled.add(element == null ? null : expandPresent(element));
                }
                yield filled;
            }
            case String text -> text.contains("{{") ? fill(text) : text;
            default -> value;
        };
    }

    private Object fill(String text) {
        Matcher matcher = Holder.TEMPLATE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value(matcher)));
        }
        matcher.appendTail(filled);
        String result = filled.toString();
        // A template that is the whole string and caught an integer stays usable as a number.
        if (Holder.ONE_CAPTURE.matcher(text).matches()
                && Holder.INTEGER.matcher(result).matches()) {
            return new BigInteger(result);
        }
        return result;
    }

    private String value(Matcher template) {
        String argument = Objects.requireNonNullElse(template.group(2), "");
        return switch (template.group(1)) {
            case "turn" -> Integer.toString(turn);
            case "env" -> environment.getOrDefault(argument, "");
            default -> capture(argument);
        };
    }

    private String capture(String regex) {
        try {
            Capture capture = new Capture(Pattern.compile(regex, Pattern.UNIX_LINES));
            capture.search(request);
            return capture.last;
        } catch (PatternSyntaxException e) {
            throw new PluginException(
                    ErrorCode.INVALID_VALUE,
                    "`" + regex + "` in a capture is no regular expression: " + e.getDescription(),
                    e);
        }
    }

    /** Look for a pattern in all strings of a JSON value, and keep the last match. */
    private static final class Capture {
        private final Pattern pattern;
        private String last = "";

        Capture(Pattern pattern) {
            this.pattern = pattern;
        }

        void search(@Nullable Object value) {
            // Numbers and the like hold no text.
            if (value instanceof String text) {
                searchText(text);
            } else if (value instanceof JsonObject object) {
                object.asMap().values().forEach(this::search);
            } else if (value instanceof List<?> list) {
                list.forEach(this::search);
            }
        }

        private void searchText(String text) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                String match = matcher.group(matcher.groupCount() > 0 ? 1 : 0);
                last = Objects.requireNonNullElse(match, "");
            }
        }
    }

    /** The patterns, compiled only when a scenario has templates. */
    private static final class Holder {
        static final Pattern TEMPLATE =
                Pattern.compile("\\{\\{(turn|env|capture)(?::(.*?))?\\}\\}", Pattern.UNIX_LINES);
        static final Pattern ONE_CAPTURE = Pattern.compile("\\{\\{capture:.*\\}\\}", Pattern.UNIX_LINES);
        static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
    }
}
