package io.codex4j.sandbox.windows.ipc;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/** Describe what a sandboxed child may do, as the wire says it. */
@API(status = API.Status.INTERNAL, since = "0.1")
public sealed interface PermissionProfile {
    /** Enforced by this sandbox. */
    record Managed(FileSystem fileSystem, boolean networkEnabled) implements PermissionProfile {}

    /** No restriction. */
    record Disabled() implements PermissionProfile {}

    /** Enforced by somebody else. */
    record External(boolean networkEnabled) implements PermissionProfile {}

    /** Which files may be read and written. */
    sealed interface FileSystem {
        /** All of them. */
        record Unrestricted() implements FileSystem {}

        /**
         * Those of the entries.
         *
         * @param entries in order
         * @param globScanMaxDepth how deep globs are looked for
         */
        record Restricted(List<Entry> entries, OptionalInt globScanMaxDepth) implements FileSystem {
            public Restricted {
                entries = List.copyOf(entries);
            }
        }
    }

    /**
     * One rule.
     *
     * @param missingPathBehavior what happens when the path does not exist, such as {@code skip}
     */
    record Entry(Place path, Access access, Optional<String> missingPathBehavior) {}

    /** What an entry allows. */
    enum Access {
        READ("read"),
        WRITE("write"),
        DENY("deny");

        final String token;

        Access(String token) {
            this.token = token;
        }
    }

    /** What an entry is about. */
    sealed interface Place {
        /** An absolute path. */
        record File(String path) implements Place {}

        /** A glob. */
        record Glob(String pattern) implements Place {}

        /**
         * A place by its role.
         *
         * @param kind such as {@code root}, {@code minimal}, {@code project_roots}, {@code tmpdir}, {@code slash_tmp}
         * @param subpath below it; only with {@code project_roots}
         */
        record Special(String kind, Optional<String> subpath) implements Place {}

        /**
         * A place by a role that the sender of the profile did not know either.
         *
         * @param path the role as somebody wrote it
         * @param subpath below it
         */
        record Unknown(String path, Optional<String> subpath) implements Place {}
    }
}
