package io.codex4j.sandbox.windows.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Find what in a user's profile folder a sandbox may see: all but what secrets are kept in. */
final class ProfileFolder {
    private static final Set<String> SECRET = Set.of(
            ".ssh",
            ".tsh",
            ".brev",
            ".gnupg",
            ".aws",
            ".azure",
            ".kube",
            ".docker",
            ".config",
            ".npm",
            ".pki",
            ".terraform.d");

    /** The words of an SSH configuration that files are named after. */
    private static final Set<String> SSH_FILES = Set.of(
            "identityfile",
            "certificatefile",
            "include",
            "controlpath",
            "userknownhostsfile",
            "globalknownhostsfile",
            "identityagent",
            "pkcs11provider",
            "securitykeyprovider",
            "revokedhostkeys");

    private ProfileFolder() {}

    /** Return the files and folders directly in the profile that are no links and hold no secrets, sorted. */
    static List<Path> children(Path profile) {
        Set<String> hidden = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        hidden.addAll(SECRET);
        hidden.addAll(namesInSshConfiguration(profile));
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(profile)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                // The registry of the user lies in files of this name, which are always open.
                boolean registry = name.toLowerCase(Locale.ROOT).startsWith("ntuser");
                if (!hidden.contains(name) && !registry && isPlain(entry)) {
                    children.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        Collections.sort(children);
        return children;
    }

    /** Tell whether something is a file or folder itself; a junction is neither link nor plain to Java. */
    static boolean isPlain(Path path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return !attributes.isSymbolicLink() && !attributes.isOther();
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<String> namesInSshConfiguration(Path profile) {
        Set<String> names = new TreeSet<>();
        try {
            for (String line : Files.readAllLines(profile.resolve(".ssh").resolve("config"), StandardCharsets.UTF_8)) {
                String[] words =
                        line.strip().replace('=', ' ').replace("\"", "").split("\\s+", -1);
                if (SSH_FILES.contains(words[0].toLowerCase(Locale.ROOT))) {
                    for (int i = 1; i < words.length; i++) {
                        addName(profile, words[i], names);
                    }
                }
            }
        } catch (IOException e) {
            // There is none, or none that ssh could read.
            return names;
        }
        return names;
    }

    private static void addName(Path profile, String word, Set<String> names) {
        String path = word.replace('\\', '/');
        for (String prefix : List.of("~/", "%d/", "${USERPROFILE}/", "%USERPROFILE%/")) {
            if (path.regionMatches(true, 0, prefix, 0, prefix.length())) {
                path = path.substring(prefix.length());
            }
        }
        try {
            Path file = profile.resolve(path).normalize();
            if (file.startsWith(profile) && !file.equals(profile)) {
                names.add(profile.relativize(file).getName(0).toString());
            }
        } catch (InvalidPathException e) {
            // A pattern, not a path: the folder before its first sign is hidden all the same.
            int end = path.indexOf('/');
            if (end > 0) {
                names.add(path.substring(0, end));
            }
        }
    }
}
