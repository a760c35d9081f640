package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Memory;
import com.sun.jna.ptr.LongByReference;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Add and remove filters of the Windows Filtering Platform, all in one transaction. */
final class FilteringPlatform {
    private static final int RPC_C_AUTHN_WINNT = 10;
    private static final int FWP_E_FILTER_NOT_FOUND = 0x80320003;
    private static final int FWP_E_PROVIDER_NOT_FOUND = 0x80320005;
    private static final int FWP_E_SUBLAYER_NOT_FOUND = 0x80320007;
    private static final int FWP_E_ALREADY_EXISTS = 0x80320009;
    private static final int FWP_E_IN_USE = 0x8032000A;

    /** What is done in the transaction. */
    private interface Work {
        void run(long engine) throws Win32Exception;
    }

    private FilteringPlatform() {}

    static void add(List<Firewall.Filter> filters, String userSddl) throws Win32Exception {
        try (FilteringStructures structures = new FilteringStructures(userSddl)) {
            inTransaction(engine -> {
                check(
                        "FwpmProviderAdd0",
                        FilteringFunctions.FwpmProviderAdd0(engine, structures.provider(), null),
                        Set.of(FWP_E_ALREADY_EXISTS));
                check(
                        "FwpmSubLayerAdd0",
                        FilteringFunctions.FwpmSubLayerAdd0(engine, structures.subLayer(), null),
                        Set.of(FWP_E_ALREADY_EXISTS));
                for (Firewall.Filter filter : filters) {
                    delete(engine, filter.key());
                    LongByReference id = new LongByReference();
                    check(
                            "FwpmFilterAdd0",
                            FilteringFunctions.FwpmFilterAdd0(engine, structures.filter(filter), null, id),
                            Set.of());
                }
            });
        }
    }

    static void remove(List<Firewall.Filter> filters) throws Win32Exception {
        inTransaction(engine -> {
            for (Firewall.Filter filter : filters) {
                delete(engine, filter.key());
            }
            try (Memory subLayer = FilteringStructures.guidOf(FilteringStructures.SUB_LAYER);
                    Memory provider = FilteringStructures.guidOf(FilteringStructures.PROVIDER)) {
                // In use, if the reference has filters of its own there.
                check(
                        "FwpmSubLayerDeleteByKey0",
                        FilteringFunctions.FwpmSubLayerDeleteByKey0(engine, subLayer),
                        Set.of(FWP_E_SUBLAYER_NOT_FOUND, FWP_E_IN_USE));
                check(
                        "FwpmProviderDeleteByKey0",
                        FilteringFunctions.FwpmProviderDeleteByKey0(engine, provider),
                        Set.of(FWP_E_PROVIDER_NOT_FOUND, FWP_E_IN_USE));
            }
        });
    }

    private static void delete(long engine, UUID key) throws Win32Exception {
        try (Memory guid = FilteringStructures.guidOf(key)) {
            check(
                    "FwpmFilterDeleteByKey0",
                    FilteringFunctions.FwpmFilterDeleteByKey0(engine, guid),
                    Set.of(FWP_E_FILTER_NOT_FOUND));
        }
    }

    private static void inTransaction(Work work) throws Win32Exception {
        LongByReference opened = new LongByReference();
        check(
                "FwpmEngineOpen0",
                FilteringFunctions.FwpmEngineOpen0(null, RPC_C_AUTHN_WINNT, null, null, opened),
                Set.of());
        long engine = opened.getValue();
        try {
            check("FwpmTransactionBegin0", FilteringFunctions.FwpmTransactionBegin0(engine, 0), Set.of());
            boolean committed = false;
            try {
                work.run(engine);
                check("FwpmTransactionCommit0", FilteringFunctions.FwpmTransactionCommit0(engine), Set.of());
                committed = true;
            } finally {
                if (!committed) {
                    FilteringFunctions.FwpmTransactionAbort0(engine);
                }
            }
        } finally {
            FilteringFunctions.FwpmEngineClose0(engine);
        }
    }

    private static void check(String function, int code, Set<Integer> alsoFine) throws Win32Exception {
        if (code != 0 && !alsoFine.contains(code)) {
            throw new Win32Exception(function, code);
        }
    }
}
