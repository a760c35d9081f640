package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigOverrideTest {
    private static final Path DIRECTORY = Path.of("/project").toAbsolutePath();

    private static Object parse(String argument) throws ConfigException {
        return ConfigOverride.parse(argument, DIRECTORY).plain();
    }

    private static String report(String argument) {
        return assertThrows(ConfigException.class, () -> parse(argument)).report();
    }

    @Test
    void valuesAreToml() throws ConfigException {
        assertEquals(Map.of("a", 1L), parse("a=1"));
        assertEquals(Map.of("a", true), parse("a = true"));
        assertEquals(Map.of("a", 1.5), parse("a=1.5"));
        assertEquals(Map.of("a", "b c"), parse("a=\"b c\" # comment"));
        assertEquals(Map.of("a", "tab\tquote\""), parse("a=\"tab\\tquote\\\"\""));
        assertEquals(Map.of("a", List.of(1L, 2L)), parse("a=[1, 2]"));
        assertEquals(Map.of("a", Map.of("b", List.of("c"))), parse("a={b=['c']}"));
        assertEquals(Map.of("a", 255L), parse("a=0xff"));
        assertEquals(Map.of("a", 1000L), parse("a=1_000"));
    }

    @Test
    void whatIsNoTomlIsAString() throws ConfigException {
        assertEquals(Map.of("model", "o3"), parse("model=o3"));
        assertEquals(Map.of("model", "gpt-5.4"), parse("model= gpt-5.4 "));
        assertEquals(Map.of("a", "{a"), parse("a={a"));
        assertEquals(Map.of("a", ""), parse("a="));
        assertEquals(Map.of("a", "abc"), parse("a=\"abc"));
        assertEquals(Map.of("a", "b\"c"), parse("a=b\"c"));
        assertEquals(Map.of("a", "x=y"), parse("a=x=y"));
        assertEquals(Map.of("a", "007"), parse("a=007"));
        assertEquals(Map.of("a", "99999999999999999999"), parse("a=99999999999999999999"));
    }

    @Test
    void secondKeyCannotBeSmuggledIn() throws ConfigException {
        assertEquals(
                Map.of("a", "1\nsandbox_mode = \"danger-full-access"),
                parse("a=1\nsandbox_mode = \"danger-full-access\""));
    }

    @Test
    void keysAreDottedAndMayBeQuoted() throws ConfigException {
        assertEquals(Map.of("a", Map.of("b", Map.of("c", 1L))), parse("a.b.c=1"));
        assertEquals(
                Map.of("projects", Map.of("/a.b=c", Map.of("trust_level", "trusted"))),
                parse("projects.\"/a.b=c\".trust_level=trusted"));
        assertEquals(Map.of("a", Map.of("b.c", 1L)), parse(" a . 'b.c' = 1"));
        assertEquals(Map.of("a", Map.of("q\"\\", 1L)), parse("a.\"q\\\"\\\\\"=1"));
        assertEquals(Map.of("projects", Map.of("/home/u", Map.of("x", 1L))), parse("projects./home/u.x=1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "model      | Invalid override (missing '='): model",
                "=x         | Empty key in override: =x",
                "` =x`      | `Empty key in override:  =x`",
                "a..b=1     | Invalid override (a part of the key is empty): a..b=1",
                ".a=1       | Invalid override (a part of the key is empty): .a=1",
                "a.=1       | Invalid override (a part of the key is empty): a.=1",
                "\"a=1      | Invalid override (a quote in the key is not closed): \"a=1",
                "\"a\"b=1   | Invalid override (a dot is expected after the quoted part of the key): \"a\"b=1",
                "\"a=1\"    | Invalid override (missing '='): \"a=1\""
            })
    void malformedArgumentsAreShown(String argument, String message) {
        assertEquals("Error parsing -c overrides: " + message, report(argument));
    }

    @Test
    void depthIsBounded() {
        assertTrue(report("a.".repeat(100_000) + "b=1").contains("more than 128 parts"));
    }

    @Test
    void deepValueIsAString() throws ConfigException {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        assertEquals(Map.of("a", deep), parse("a=" + deep));
    }

    @Test
    void placesCountFromTheStartOfTheArgument() throws ConfigException {
        Node list = ConfigOverride.parse("clé.x= ['a', 1]", DIRECTORY).find(List.of("clé", "x"));
        assertEquals(8, ((Node.Sequence) list).place().column());
        assertEquals(14, ((Node.Sequence) list).elements().get(1).place().column());
        Node word = ConfigOverride.parse("model= o3", DIRECTORY).find(List.of("model"));
        assertEquals(8, ((Node.Scalar) word).place().column());
    }

    /** The short cut past the parser may give up, but never differ. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "o3",
                "gpt-5.4",
                "true",
                "false",
                "truex",
                "inf",
                "nan",
                "infinity",
                "nano",
                "-inf",
                "0",
                "-0",
                "+1",
                "-1",
                "42",
                "007",
                "-01",
                "1_000",
                "999999999999999999",
                "9999999999999999999",
                "0x1",
                "0o7",
                "1e3",
                "1.5",
                "2020-01-01",
                "12:30:00",
                "\"a b\"",
                "'a b'",
                "\"\"",
                "''",
                "\"\"\"\"\"\"",
                "''''''",
                "\"a\\n\"",
                "\"a'b\"",
                "'a\"b'",
                "\"é\"",
                "\"a\" # c",
                "\"a\"b\"",
                "\"",
                "'",
                "a#b",
                "a # b",
                "a b",
                "https://x.y/z",
                "a@b",
                "ollama",
                "falsey",
                "t",
                "n",
                "[1]",
                "{}",
                "",
                " ",
                "\t1\t",
                " true ",
                "é",
                "\u00a01",
                "1\u00a0",
                "a\u00a0",
                "a\nb",
                "true\n",
                "1\n",
                "-",
                "--1",
                "\u0001",
                "'\u0001'",
                "'\u007f'",
                "a'",
                "a\"",
                "_a",
                "/tmp",
                "~"
            })
    void shortCutAgreesWithTheParser(String value) {
        Source source = Source.ofOverride("k=" + value, DIRECTORY);
        Object parsed = TomlTree.readValue(source, 2, source.start())
                .<Object>map(Node::plain)
                .orElse(SimpleValue.rawString(value));
        Optional<Object> shortCut = SimpleValue.parse(value);
        assertEquals(parsed, shortCut.orElse(parsed));
    }

    @Test
    void usualValuesTakeTheShortCut() {
        for (String usual : List.of("o3", "gpt-5.4", "true", "30000", "\"x y\"", "'x'", "workspace-write")) {
            assertTrue(SimpleValue.parse(usual).isPresent(), usual);
        }
    }
}
