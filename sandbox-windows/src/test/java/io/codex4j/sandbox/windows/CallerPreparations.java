package io.codex4j.sandbox.windows;

import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxSetup;
import io.codex4j.sandbox.windows.ipc.PermissionProfile;
import io.codex4j.sandbox.windows.setup.Preparations;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Prepare nothing: runners run as the caller. */
final class CallerPreparations implements Preparations {
    @Override
    public Optional<Account> account(SandboxPolicy policy) {
        return Optional.empty();
    }

    @Override
    public Prepared prepare(SandboxCommand command, SandboxPolicy policy) {
        PermissionProfile.Access access = policy.fileAccess() == FileAccess.READ_ONLY
                ? PermissionProfile.Access.READ
                : PermissionProfile.Access.WRITE;
        PermissionProfile.Entry root = new PermissionProfile.Entry(
                new PermissionProfile.Place.Special("root", Optional.empty()), access, Optional.empty());
        return new Prepared(
                Optional.empty(),
                List.of("S-1-5-21-1-2-3-4"),
                new PermissionProfile.Managed(
                        new PermissionProfile.FileSystem.Restricted(List.of(root), OptionalInt.empty()), false),
                List.of(command.directory().toString()),
                command.environment());
    }

    @Override
    public Prepared renew(SandboxCommand command, SandboxPolicy policy) {
        throw new IllegalStateException("there is no password to renew");
    }

    /** Return a backend that stands on this. */
    static ElevatedBackend backend(WindowsSettings settings) {
        return new ElevatedBackend(settings, new CallerPreparations(), new NoSetup());
    }

    /** There is nothing to set up. */
    private static final class NoSetup implements SandboxSetup {
        @Override
        public void setup(Consumer<String> progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Status status() {
            return new Status(true, List.of());
        }

        @Override
        public void repair(Consumer<String> progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void uninstall(Consumer<String> progress) {
            throw new UnsupportedOperationException();
        }
    }
}
