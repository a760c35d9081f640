package io.codex4j.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain values as TOML on one line. */
final class TomlText {
    private TomlText() {}

    static String of(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(@Nullable Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> table) {
            writeTable(table, text);
        } else if (value instanceof List<?> list) {
            String separator = "";
            text.append('[');
            for (Object element : list) {
                text.append(separator);
                write(element, text);
                separator = ", ";
            }
            text.append(']');
        } else if (value instanceof Double number && number.isInfinite()) {
            text.append(number > 0 ? "inf" : "-inf");
        } else if (value instanceof Double number && number.isNaN()) {
            text.append("nan");
        } else if (value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            writeString(String.valueOf(value), text);
        }
    }

    private static void writeTable(Map<?, ?> table, StringBuilder text) {
        if (table.isEmpty()) {
            text.append("{}");
            return;
        }
        String separator = "{ ";
        for (Map.Entry<?, ?> entry : table.entrySet()) {
            text.append(separator).append(DottedKey.render(List.of(String.valueOf(entry.getKey()))));
            text.append(" = ");
            write(entry.getValue(), text);
            separator = ", ";
        }
        text.append(" }");
    }

    private static void writeString(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            switch (character) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> writeCharacter(character, text);
            }
        }
        text.append('"');
    }

    private static void writeCharacter(char character, StringBuilder text) {
        if (Character.isISOControl(character)) {
            String digits = Integer.toHexString(character);
            text.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
        } else {
            text.append(character);
        }
    }
}
