package io.codex4j.cli;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Accept one of a few words. */
final class ChoiceConverter implements ITypeConverter<String> {
    private final List<String> choices;

    ChoiceConverter(List<String> choices) {
        this.choices = choices;
    }

    @Override
    public String convert(String value) {
        if (choices.contains(value)) {
            return value;
        }
        throw new TypeConversionException("`" + value + "` is none of " + String.join(", ", choices));
    }
}
