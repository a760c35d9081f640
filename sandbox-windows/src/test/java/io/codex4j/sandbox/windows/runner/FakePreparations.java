package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.windows.ipc.PermissionProfile;
import io.codex4j.sandbox.windows.setup.Preparations;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** Prepare commands for a user who does not exist, and count how often. */
final class FakePreparations implements Preparations {
    static final PermissionProfile PROFILE = new PermissionProfile.Managed(
            new PermissionProfile.FileSystem.Restricted(List.of(), OptionalInt.empty()), false);

    final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile String password = "first";

    @Override
    public Optional<Account> account(SandboxPolicy policy) {
        return Optional.of(new Account("CodexSandboxOffline", "S-1-5-21-9-9-9-1001", password.toCharArray()));
    }

    @Override
    public Prepared prepare(SandboxCommand command, SandboxPolicy policy) {
        calls.add("prepare");
        return new Prepared(
                account(policy), List.of("S-1-5-21-1-2-3-4"), PROFILE, List.of("C:\\work"), command.environment());
    }

    @Override
    public Prepared renew(SandboxCommand command, SandboxPolicy policy) {
        password = "second";
        Prepared prepared = prepare(command, policy);
        calls.set(calls.size() - 1, "renew");
        return prepared;
    }
}
