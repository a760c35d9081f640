package io.codex4j.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionStoreTest {
    private static final String ONE = "01a20874-e3c3-7443-93c1-000000000001";
    private static final String TWO = "01a20874-e3c3-7443-93c1-000000000002";
    private static final String THREE = "01a20874-e3c3-7443-93c1-000000000003";

    @TempDir
    private Path home;

    private SessionStore store;

    @BeforeEach
    void openStore() {
        store = new SessionStore(home, Fixtures.CLOCK);
    }

    @Test
    void aSessionIsFoundByItsIdInAnyCase() throws IOException {
        session(ONE, "2025/01/02", "/a", 1);
        Path two = session(TWO, "2026/11/23", "/a", 2);
        assertEquals(Optional.of(two), store.find(TWO));
        assertEquals(Optional.of(two), store.find(TWO.toUpperCase(Locale.ROOT)));
        assertEquals(Optional.empty(), store.find(THREE));
    }

    @Test
    void aSessionIsFoundByTheNameItHasNow() throws IOException {
        Path one = session(ONE, "2026/11/23", "/a", 1);
        Path two = session(TWO, "2026/11/23", "/a", 2);
        Files.writeString(
                home.resolve("session_index.jsonl"),
                name(ONE, "first") + name(ONE, "second")
                        + name(TWO, "shared") + name(ONE, "shared") + "torn{" + "\n" + name(TWO, "other")
                        + "{\"id\":3}\n" + "{\"id\":\"" + THREE + "\",\"thread_name\":\"lost\",\"updated_at\":\"x\"}");
        assertEquals(Optional.empty(), store.find("first"));
        assertEquals(Optional.empty(), store.find("second"));
        assertEquals(Optional.of(one), store.find("shared"));
        assertEquals(Optional.of(two), store.find("other"));
        assertEquals(Optional.empty(), store.find("lost"));
        assertEquals(Optional.empty(), store.find("../../etc/passwd"));
    }

    @Test
    void ofTwoWithOneNameTheOneNamedLastIsFound() throws IOException {
        session(ONE, "2026/11/23", "/a", 1);
        Path two = session(TWO, "2026/11/23", "/a", 2);
        Files.writeString(home.resolve("session_index.jsonl"), name(TWO, "x") + name(ONE, "same") + name(TWO, "same"));
        assertEquals(Optional.of(two), store.find("same"));
    }

    @Test
    void theLatestIsTheOneWrittenToLast() throws IOException {
        Path old = session(ONE, "2024/01/01", "/a", 300);
        session(TWO, "2026/11/23", "/b", 200);
        session(THREE, "2026/11/22", "/a", 100);
        assertEquals(Optional.of(old), store.latest());
        assertEquals(Optional.of(old), store.latest(Path.of("/a")));
    }

    @Test
    void theLatestOfADirectoryPassesOverOthersAndBrokenFiles() throws IOException {
        Path wanted = session(ONE, "2026/11/22", "/a", 100);
        session(TWO, "2026/11/23", "/b", 200);
        for (String broken :
                new String[] {"", "{", "[]", "{\"payload\":3}", "{\"payload\":{\"cwd\":null}}", "\0\u00ff"}) {
            Path file = home.resolve("sessions/2026/11/23/rollout-x" + broken.hashCode() + ".jsonl");
            Files.writeString(file, broken);
        }
        assertEquals(Optional.of(wanted), store.latest(Path.of("/a/./b/..")));
        assertEquals(Optional.empty(), store.latest(Path.of("/c")));
    }

    @Test
    void aDirectoryIsKnownByAnyOfItsPaths() throws IOException {
        Path real = Files.createDirectory(home.resolve("real"));
        Path link = Files.createSymbolicLink(home.resolve("link"), real);
        Path session = session(ONE, "2026/11/22", real.toString(), 1);
        assertEquals(Optional.of(session), store.latest(link));
    }

    @Test
    void sessionsBehindALinkAreFound() throws IOException {
        Path session = session(ONE, "2026/11/22", "/a", 1);
        Path moved = home.resolve("elsewhere");
        Files.move(home.resolve("sessions"), moved);
        Files.createSymbolicLink(home.resolve("sessions"), moved);
        assertEquals(session.getFileName(), store.find(ONE).orElseThrow().getFileName());
    }

    @Test
    void aHomeWithoutSessionsHasNone() {
        assertEquals(Optional.empty(), store.latest());
        assertEquals(Optional.empty(), store.latest(Path.of("/a")));
        assertEquals(Optional.empty(), store.find(ONE));
        assertEquals(Optional.empty(), store.find("name"));
    }

    @Test
    void aSessionThatGoesOnStaysInItsFile() throws IOException {
        Path file = session(ONE, "2026/11/22", "/a", 1);
        Rollout rollout = store.open(file);
        rollout.agentReasoning("more");
        rollout.close();
        assertEquals(Optional.of(file), rollout.file());
        assertEquals(2, Files.readAllLines(file).size());
        assertEquals(ONE, store.load(file).meta().id());
    }

    private Path session(String id, String day, String directory, long writtenSecond) throws IOException {
        Path folder = Files.createDirectories(home.resolve("sessions").resolve(day));
        Path file = folder.resolve("rollout-" + day.replace('/', '-') + "T00-00-00-" + id + ".jsonl");
        Files.writeString(file, Fixtures.metaLine(id, Path.of(directory)));
        Files.setLastModifiedTime(file, FileTime.fromMillis(writtenSecond * 1000));
        return file;
    }

    private static String name(String id, String name) {
        return "{\"id\":\"" + id + "\",\"thread_name\":\"" + name + "\",\"updated_at\":\"2026-11-23T13:17:45.36Z\"}\n";
    }
}
