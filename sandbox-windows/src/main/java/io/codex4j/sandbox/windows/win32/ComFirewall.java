package io.codex4j.sandbox.windows.win32;

import com.sun.jna.platform.win32.COM.COMException;
import com.sun.jna.platform.win32.COM.COMInvokeException;
import com.sun.jna.platform.win32.COM.COMLateBindingObject;
import com.sun.jna.platform.win32.COM.IDispatch;
import com.sun.jna.platform.win32.Ole32;
import com.sun.jna.platform.win32.Variant.VARIANT;
import java.util.List;
import java.util.Optional;

/**
 * The firewall of Windows, through the automation objects {@code HNetCfg.FwPolicy2} and {@code HNetCfg.FwRule} (netfw.h),
 * and the filtering platform below it.
 */
final class ComFirewall implements Firewall {
    private static final int COINIT_MULTITHREADED = 0;
    private static final int RPC_E_CHANGED_MODE = 0x80010106;
    private static final int NOT_FOUND = 0x80070002;
    private static final int MODIFY_STATE_OK = 0;
    private static final int ALL_PROFILES = 0x7fffffff;
    private static final int ACTION_BLOCK = 0;
    private static final int DIRECTION_IN = 1;
    private static final int DIRECTION_OUT = 2;
    private static final int PROTOCOL_TCP = 6;
    private static final int PROTOCOL_UDP = 17;
    private static final int PROTOCOL_ANY = 256;
    private static final int MOST_OF_ONE_NAME = 100;

    /** What is done with the policy of this machine. */
    private interface Work<T> {
        T run(Automation policy);
    }

    @Override
    public boolean isEffective() throws Win32Exception {
        return withPolicy(
                "INetFwPolicy2::get_LocalPolicyModifyState",
                policy -> policy.number("LocalPolicyModifyState") == MODIFY_STATE_OK);
    }

    @Override
    public void put(Rule rule) throws Win32Exception {
        withPolicy("INetFwRules::Add", policy -> {
            Automation rules = policy.object("Rules");
            removeAll(rules, rule.name());
            Automation made = new Automation("HNetCfg.FwRule");
            made.set("Name", rule.name());
            made.set("Description", rule.description());
            // Windows wants the protocol before the ports.
            made.set("Protocol", protocol(rule.protocol()));
            made.set("Direction", rule.direction() == Direction.INBOUND ? DIRECTION_IN : DIRECTION_OUT);
            made.set("RemoteAddresses", rule.remoteAddresses());
            rule.remotePorts().ifPresent(ports -> made.set("RemotePorts", ports));
            made.set("LocalUserAuthorizedList", rule.userSddl());
            made.set("Profiles", ALL_PROFILES);
            made.set("Action", ACTION_BLOCK);
            made.set("Enabled", true);
            rules.add(made);
            return made;
        });
    }

    @Override
    public Optional<Rule> find(String name) throws Win32Exception {
        return withPolicy(
                "INetFwRules::Item",
                policy -> policy.object("Rules")
                        .item(name)
                        .filter(rule -> rule.truth("Enabled") && rule.number("Action") == ACTION_BLOCK)
                        .flatMap(rule -> read(name, rule)));
    }

    @Override
    public void remove(String name) throws Win32Exception {
        withPolicy("INetFwRules::Remove", policy -> {
            removeAll(policy.object("Rules"), name);
            return policy;
        });
    }

    @Override
    public void filter(List<Filter> filters, String userSddl) throws Win32Exception {
        FilteringPlatform.add(filters, userSddl);
    }

    @Override
    public void unfilter(List<Filter> filters) throws Win32Exception {
        FilteringPlatform.remove(filters);
    }

    private static void removeAll(Automation rules, String name) {
        for (int i = 0; i < MOST_OF_ONE_NAME && rules.item(name).isPresent(); i++) {
            rules.remove(name);
        }
    }

    private static Optional<Rule> read(String name, Automation rule) {
        int number = rule.number("Protocol");
        for (Protocol protocol : Protocol.values()) {
            if (protocol(protocol) == number) {
                Optional<String> ports = protocol == Protocol.ANY
                        ? Optional.empty()
                        : Optional.of(rule.text("RemotePorts")).filter(text -> !text.isEmpty() && !text.equals("*"));
                return Optional.of(new Rule(
                        name,
                        rule.text("Description"),
                        rule.number("Direction") == DIRECTION_IN ? Direction.INBOUND : Direction.OUTBOUND,
                        protocol,
                        rule.text("RemoteAddresses"),
                        ports,
                        rule.text("LocalUserAuthorizedList")));
            }
        }
        return Optional.empty();
    }

    private static int protocol(Protocol protocol) {
        return switch (protocol) {
            case ANY -> PROTOCOL_ANY;
            case TCP -> PROTOCOL_TCP;
            case UDP -> PROTOCOL_UDP;
        };
    }

    private static <T> T withPolicy(String function, Work<T> work) throws Win32Exception {
        int state = Ole32.INSTANCE.CoInitializeEx(null, COINIT_MULTITHREADED).intValue();
        if (state < 0 && state != RPC_E_CHANGED_MODE) {
            throw new Win32Exception("CoInitializeEx", state);
        }
        try {
            Automation policy;
            try {
                policy = new Automation("HNetCfg.FwPolicy2");
            } catch (COMException e) {
                throw failure("CoCreateInstance(HNetCfg.FwPolicy2)", e);
            }
            return work.run(policy);
        } catch (COMException e) {
            throw failure(function, e);
        } finally {
            if (state >= 0) {
                Ole32.INSTANCE.CoUninitialize();
            }
        }
    }

    private static Win32Exception failure(String function, COMException e) {
        return new Win32Exception(function, hresult(e));
    }

    private static int hresult(COMException e) {
        // What the method itself said, where the call went through.
        if (e instanceof COMInvokeException call && call.getScode() != null && call.getScode() != 0) {
            return call.getScode();
        }
        return e.getHresult() == null ? -1 : e.getHresult().intValue();
    }

    /** An object whose members are called by their names. */
    private static final class Automation extends COMLateBindingObject {
        Automation(String programId) {
            super(programId, false);
        }

        private Automation(IDispatch dispatch) {
            super(dispatch);
        }

        Automation object(String property) {
            return new Automation(getAutomationProperty(property));
        }

        Optional<Automation> item(String name) {
            try {
                Object value = invoke("Item", new VARIANT(name)).getValue();
                return value instanceof IDispatch dispatch ? Optional.of(new Automation(dispatch)) : Optional.empty();
            } catch (COMException e) {
                if (hresult(e) == NOT_FOUND) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        void add(Automation element) {
            invokeNoReply("Add", element.toVariant());
        }

        void remove(String name) {
            invokeNoReply("Remove", new VARIANT(name));
        }

        int number(String property) {
            return getIntProperty(property);
        }

        boolean truth(String property) {
            return getBooleanProperty(property);
        }

        String text(String property) {
            return getStringProperty(property);
        }

        void set(String property, String value) {
            setProperty(property, value);
        }

        void set(String property, int value) {
            setProperty(property, value);
        }

        void set(String property, boolean value) {
            setProperty(property, value);
        }
    }
}
