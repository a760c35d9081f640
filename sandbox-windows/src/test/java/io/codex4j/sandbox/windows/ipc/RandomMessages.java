package io.codex4j.sandbox.windows.ipc;

import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Access;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Entry;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.FileSystem;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Messages of all kinds with all kinds of values; the same ones for the same seed. */
final class RandomMessages {
    private static final String[] KINDS = {"root", "minimal", "project_roots", "tmpdir", "slash_tmp"};

    private final RandomGenerator random;

    RandomMessages(RandomGenerator random) {
        this.random = random;
    }

    Message next() {
        return switch (random.nextInt(9)) {
            case 0 -> request();
            case 1 -> new Message.SpawnReady(random.nextInt());
            case 2 -> new Message.Output(bytes(), one(Message.Stream.values()));
            case 3 -> new Message.Stdin(bytes());
            case 4 -> new Message.CloseStdin();
            case 5 -> new Message.Resize(new TerminalSize(1 + random.nextInt(65_535), 1 + random.nextInt(65_535)));
            case 6 -> new Message.Terminate();
            case 7 -> new Message.Exit(random.nextInt(), random.nextBoolean());
            default ->
                new Message.Failure(
                        text(true),
                        one(Message.Stage.values()),
                        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()));
        };
    }

    private Message request() {
        return new Message.SpawnRequest(
                list(this::text),
                text(),
                variables(),
                profile(),
                list(this::text),
                text(),
                text(),
                list(this::text),
                optional(this::text),
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong() >>> 1),
                random.nextBoolean(),
                random.nextBoolean(),
                optional(this::text));
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        list(this::text).forEach(name -> variables.put(name, text()));
        return variables;
    }

    private PermissionProfile profile() {
        return switch (random.nextInt(4)) {
            case 0 -> new PermissionProfile.Disabled();
            case 1 -> new PermissionProfile.External(random.nextBoolean());
            case 2 -> new PermissionProfile.Managed(new FileSystem.Unrestricted(), random.nextBoolean());
            default ->
                new PermissionProfile.Managed(
                        new FileSystem.Restricted(
                                list(() -> new Entry(place(), one(Access.values()), optional(this::text))),
                                random.nextBoolean()
                                        ? OptionalInt.empty()
                                        : OptionalInt.of(1 + random.nextInt(Integer.MAX_VALUE))),
                        random.nextBoolean());
        };
    }

    private Place place() {
        return switch (random.nextInt(4)) {
            case 0 -> new Place.File(text());
            case 1 -> new Place.Glob(text());
            case 2 -> new Place.Unknown(text(), optional(this::text));
            default -> {
                String kind = one(KINDS);
                yield new Place.Special(kind, kind.equals("project_roots") ? optional(this::text) : Optional.empty());
            }
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 8 : 20_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        return text(false);
    }

    private String text(boolean nul) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(random.nextInt(10) == 0 ? 3000 : 12); left > 0; left--) {
            text.appendCodePoint(codePoint(nul));
        }
        return text.toString();
    }

    private int codePoint(boolean nul) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(nul ? 0 : 1, 0x20);
            case 1 -> "\"\\/{}[]:,=".charAt(random.nextInt(10));
            case 2 -> random.nextInt(0x7f, 0xd800);
            case 3 -> random.nextInt(0xe000, 0x110000);
            default -> random.nextInt(0x20, 0x7f);
        };
    }

    private <T> List<T> list(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            list.add(element.get());
        }
        return list;
    }

    private <T> Optional<T> optional(Supplier<T> value) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(value.get());
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
