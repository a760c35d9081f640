package io.codex4j.sessions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Read git's own files. What cannot be read counts as absent. Source of the formats: gitrepository-layout(5).
 *
 * @param own the folder of this work tree: {@code HEAD} is here
 * @param common the folder of the repository: branches and configuration are here
 */
record GitFolder(Path own, Path common) {
    /** Heads, refs and pointer files are one line; a longer file is none of them. */
    private static final int MAX_LINE_FILE = 4096;

    private static final int MAX_TABLE_FILE = 64 << 20;
    private static final int MAX_SYMBOLIC_REFS = 5;

    static Optional<GitFolder> find(Path directory) {
        for (Path at = directory.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            Path entry = at.resolve(".git");
            if (Files.isDirectory(entry)) {
                return Optional.of(at(entry));
            }
            if (Files.isRegularFile(entry)) {
                return pointed(at, entry);
            }
        }
        return Optional.empty();
    }

    private static Optional<GitFolder> pointed(Path base, Path pointer) {
        String line = line(pointer);
        if (!line.startsWith("gitdir:")) {
            return Optional.empty();
        }
        return resolve(base, line.substring("gitdir:".length()).strip())
                .filter(Files::isDirectory)
                .map(GitFolder::at);
    }

    private static GitFolder at(Path own) {
        String common = line(own.resolve("commondir"));
        return new GitFolder(own, common.isEmpty() ? own : resolve(own, common).orElse(own));
    }

    private static Optional<Path> resolve(Path base, String path) {
        try {
            return Optional.of(base.resolve(path).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    GitInfo info() {
        String head = line(own.resolve("HEAD"));
        String ref = target(head);
        String branchPrefix = "refs/heads/";
        Optional<String> branch =
                ref.startsWith(branchPrefix) ? Optional.of(ref.substring(branchPrefix.length())) : Optional.empty();
        return new GitInfo(commit(head), branch, url());
    }

    /** Return the ref that the content of a ref names, or an empty string; nothing outside of {@code refs/} is a ref. */
    private static String target(String content) {
        if (!content.startsWith("ref:")) {
            return "";
        }
        String ref = content.substring("ref:".length()).strip();
        return ref.startsWith("refs/") && !ref.contains("..") && ref.indexOf('\0') < 0 ? ref : "";
    }

    private Optional<String> commit(String head) {
        String content = head;
        for (int hops = 0; hops < MAX_SYMBOLIC_REFS; hops++) {
            if (isHash(content)) {
                return Optional.of(content);
            }
            String ref = target(content);
            if (ref.isEmpty()) {
                return Optional.empty();
            }
            content = content(ref);
        }
        return Optional.empty();
    }

    private String content(String ref) {
        String loose = line(own.resolve(ref));
        if (loose.isEmpty()) {
            loose = line(common.resolve(ref));
        }
        return loose.isEmpty() ? packed(ref) : loose;
    }

    private String packed(String ref) {
        String ending = " " + ref;
        try (BufferedReader lines = table(common.resolve("packed-refs"))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith(ending)) {
                    return line.substring(0, line.length() - ending.length());
                }
            }
        } catch (IOException e) {
            return "";
        }
        return "";
    }

    private Optional<String> url() {
        boolean inOrigin = false;
        Optional<String> url = Optional.empty();
        try (BufferedReader lines = table(common.resolve("config"))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String text = line.strip();
                if (text.startsWith("[")) {
                    inOrigin = text.startsWith("[remote \"origin\"]");
                } else if (inOrigin && isUrlSetting(text)) {
                    url = Optional.of(withoutCredentials(unquoted(text.substring(text.indexOf('=') + 1))));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return url.filter(value -> !value.isEmpty());
    }

    private static boolean isUrlSetting(String text) {
        int equals = text.indexOf('=');
        return equals > 0 && text.substring(0, equals).strip().equalsIgnoreCase("url");
    }

    private static String unquoted(String value) {
        String text = value.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** The rollout must not keep what a user put into the URL to log in. {@code ssh} names no secret before the @. */
    private static String withoutCredentials(String url) {
        int scheme = url.indexOf("://");
        if (scheme < 0 || !url.startsWith("http")) {
            return url;
        }
        int host = scheme + "://".length();
        int slash = url.indexOf('/', host);
        int at = url.lastIndexOf('@', slash < 0 ? url.length() : slash);
        return at < host ? url : url.substring(0, host) + url.substring(at + 1);
    }

    private static BufferedReader table(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_TABLE_FILE) {
            return new BufferedReader(Reader.nullReader());
        }
        // Decodes broken text instead of failing: other lines may still be good.
        return new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    }

    /** Return the one line of a small file, or an empty string. */
    private static String line(Path file) {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_LINE_FILE + 1);
            return bytes.length > MAX_LINE_FILE ? "" : new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isHash(String text) {
        if (text.length() != 40 && text.length() != 64) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }
}
