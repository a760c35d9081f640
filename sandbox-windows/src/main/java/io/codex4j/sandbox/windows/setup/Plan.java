package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.AccessEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Say which rights a policy asks for, in real paths.
 *
 * @param deniedReads what the group may not read
 * @param readRoots what the group must be able to read
 * @param writeSids the folders that may be written, each with its capability SID
 * @param deniedWrites what may not be written, each with the capability SIDs of the folders around it
 */
record Plan(
        List<Path> deniedReads,
        ReadRoots readRoots,
        Map<Path, String> writeSids,
        Map<Path, List<String>> deniedWrites) {

    /** Return what the group may not read. */
    List<FileRights> denyRead(String group) {
        return deniedReads.stream()
                .map(path -> FileRights.of(path, Masks.DENY_READ, AccessEntry.Mode.DENY, List.of(group)))
                .toList();
    }

    /** Return what may be written: both the account and the restricted token must be allowed to. */
    List<FileRights> allowWrite(String group) {
        List<FileRights> rights = new ArrayList<>();
        writeSids.forEach(
                (path, sid) -> rights.add(FileRights.of(path, Masks.WRITE, AccessEntry.Mode.SET, List.of(group, sid))));
        return rights;
    }

    List<FileRights> denyWrite() {
        List<FileRights> rights = new ArrayList<>();
        deniedWrites.forEach(
                (path, sids) -> rights.add(FileRights.of(path, Masks.DENY_WRITE, AccessEntry.Mode.DENY, sids)));
        return rights;
    }

    /** Return a text that is the same for equal plans of one group only. */
    String fingerprint(String group) {
        StringBuilder text = new StringBuilder(group);
        for (Object part : List.of(deniedReads, readRoots, writeSids, deniedWrites)) {
            text.append('\n').append(part);
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
