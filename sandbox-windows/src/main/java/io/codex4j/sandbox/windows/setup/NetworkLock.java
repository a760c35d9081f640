package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.Firewall;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keep the offline user from the network; needs the rights of an administrator. */
final class NetworkLock {
    private final Firewall firewall;
    private final Consumer<String> progress;

    NetworkLock(Firewall firewall, Consumer<String> progress) {
        this.firewall = firewall;
        this.progress = progress;
    }

    void lock(String offlineSid, ProxySettings proxy) throws SetupException {
        progress.accept("Making the rules of the firewall.");
        requireEffect();
        List<Firewall.Rule> rules = FirewallRules.of(offlineSid, proxy);
        remove(FirewallRules.LEGACY);
        for (String name : FirewallRules.NAMES) {
            Optional<Firewall.Rule> wanted =
                    rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
            if (wanted.isPresent()) {
                put(wanted.get());
            } else {
                remove(name);
            }
        }
        try {
            firewall.filter(FirewallRules.FILTERS, FirewallRules.users(offlineSid));
        } catch (Win32Exception e) {
            progress.accept(
                    "The filters below the firewall are missing, so that the offline user may reach ICMP and some"
                            + " services of Windows: " + e.getMessage() + ".");
        }
    }

    private void requireEffect() throws SetupException {
        boolean effective;
        try {
            effective = firewall.isEffective();
        } catch (Win32Exception e) {
            boolean start = e.function().startsWith("Co");
            throw new SetupException(
                    start ? SetupCode.HELPER_FIREWALL_COM_INIT_FAILED : SetupCode.HELPER_FIREWALL_POLICY_ACCESS_FAILED,
                    "the Windows firewall cannot be reached: " + e.getMessage()
                            + "; see to it that the service \"Windows Defender Firewall\" runs",
                    e);
        }
        if (!effective) {
            throw new SetupException(
                    SetupCode.HELPER_FIREWALL_POLICY_INEFFECTIVE,
                    "the Windows firewall is off, or a policy of your organisation overrides the rules of this machine;"
                            + " turn it on, or ask your administrator to let local rules count");
        }
    }

    private void put(Firewall.Rule wanted) throws SetupException {
        boolean agrees;
        try {
            Optional<Firewall.Rule> before = firewall.find(wanted.name());
            if (before.isEmpty() || !before.get().equals(wanted)) {
                firewall.put(wanted);
            }
        } catch (Win32Exception e) {
            throw new SetupException(
                    SetupCode.HELPER_FIREWALL_RULE_CREATE_OR_ADD_FAILED,
                    "the rule " + wanted.name() + " cannot be made: " + e.getMessage(),
                    e);
        }
        try {
            agrees = firewall.find(wanted.name())
                    .filter(found -> FirewallRules.agree(wanted, found))
                    .isPresent();
        } catch (Win32Exception e) {
            throw new SetupException(
                    SetupCode.HELPER_FIREWALL_RULE_VERIFY_FAILED,
                    "the rule " + wanted.name() + " cannot be read back: " + e.getMessage(),
                    e);
        }
        if (!agrees) {
            throw new SetupException(
                    SetupCode.HELPER_FIREWALL_RULE_VERIFY_FAILED,
                    "the Windows firewall did not keep the rule " + wanted.name()
                            + "; look for another firewall program that manages its rules");
        }
    }

    private void remove(String name) throws SetupException {
        try {
            firewall.remove(name);
        } catch (Win32Exception e) {
            throw new SetupException(
                    SetupCode.HELPER_FIREWALL_RULE_CREATE_OR_ADD_FAILED,
                    "the rule " + name + " cannot be removed: " + e.getMessage(),
                    e);
        }
    }
}
