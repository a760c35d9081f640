package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.Accounts;
import io.codex4j.sandbox.windows.win32.Firewall;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Look at each part of a set-up, and change nothing. */
final class StatusReport {
    private static final String SETUP = "run `codex sandbox windows setup`";
    private static final String REPAIR = "run `codex sandbox windows repair`";

    private final SandboxHome home;
    private final SetupTools tools;
    private final List<SetupStatus.Part> parts = new ArrayList<>();

    /** What is looked at; returns what is wrong with it. */
    private interface Look {
        Optional<String> problem() throws IOException;
    }

    StatusReport(SandboxHome home, SetupTools tools) {
        this.home = home;
        this.tools = tools;
    }

    SetupStatus make(ProxySettings proxy) {
        Accounts accounts = tools.accounts();
        look(
                "set-up marker",
                () -> SetupMarker.read(home).isPresent()
                        ? Optional.empty()
                        : Optional.of("There is none, or a set-up was broken off; " + SETUP + "."));
        look(
                "passwords",
                () -> SandboxUsers.read(home).isPresent()
                        ? Optional.empty()
                        : Optional.of("They are missing; " + SETUP + "."));
        look("group " + Identity.GROUP, () -> account(Identity.GROUP));
        for (Identity identity : Identity.values()) {
            look("user " + identity.user(), () -> {
                Optional<String> problem = account(identity.user());
                return problem.isPresent() ? problem : state(accounts.state(identity.user()));
            });
        }
        for (String name : FirewallRules.NAMES) {
            look("rule " + name, () -> rule(name, proxy));
        }
        look("last failure", () -> SetupError.read(home).map(SetupException::getMessage));
        boolean ready = true;
        for (Identity identity : Identity.values()) {
            ready &= new Readiness(home, accounts).problem(identity, proxy).isEmpty();
        }
        return new SetupStatus(ready, parts);
    }

    private void look(String name, Look look) {
        try {
            Optional<String> problem = look.problem();
            parts.add(new SetupStatus.Part(name, problem.isEmpty(), problem.orElse("Good.")));
        } catch (IOException e) {
            parts.add(new SetupStatus.Part(name, false, e.getMessage() + "; " + REPAIR + "."));
        }
    }

    private Optional<String> account(String name) throws IOException {
        if (tools.accounts().sid(name).isPresent()) {
            return Optional.empty();
        }
        Optional<String> known = Ledger.read(home).account(name);
        Optional<String> renamed = known.isPresent() ? tools.accounts().name(known.get()) : Optional.empty();
        return renamed.isPresent()
                ? Optional.of("It was renamed to " + renamed.get() + "; give it its name back, or " + REPAIR + ".")
                : Optional.of("There is none; " + SETUP + ".");
    }

    private static Optional<String> state(Accounts.State state) {
        return switch (state) {
            case USABLE -> Optional.empty();
            case MISSING -> Optional.of("There is none; " + SETUP + ".");
            case DISABLED -> Optional.of("It is disabled; " + REPAIR + ".");
            case PASSWORD_EXPIRED -> Optional.of("Its password has expired; " + REPAIR + ".");
        };
    }

    private Optional<String> rule(String name, ProxySettings proxy) throws Win32Exception {
        Optional<String> offline = tools.accounts().sid(Identity.OFFLINE.user());
        if (offline.isEmpty()) {
            return Optional.of("There is nobody that it could hold for; " + SETUP + ".");
        }
        Optional<Firewall.Rule> wanted = FirewallRules.of(offline.get(), proxy).stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst();
        Optional<Firewall.Rule> found = tools.firewall().find(name);
        if (wanted.isEmpty()) {
            return found.isEmpty() ? Optional.empty() : Optional.of("It should not be there; " + REPAIR + ".");
        }
        boolean good = found.isPresent() && FirewallRules.agree(wanted.get(), found.get());
        return good ? Optional.empty() : Optional.of("It is missing, or was changed; " + REPAIR + ".");
    }
}
