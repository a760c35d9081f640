package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.codex4j.sandbox.windows.win32.Firewall.Filter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Lay out the structures of the Windows Filtering Platform (fwpmtypes.h) for 64 bits, and hold all that they point to until
 * this object is closed.
 */
final class FilteringStructures implements AutoCloseable {
    static final UUID PROVIDER = UUID.fromString("2e31d31c-3948-4753-9117-e5d1a6496f41");
    static final UUID SUB_LAYER = UUID.fromString("e65054fd-4d32-4c7c-95ef-621f0cf6431a");

    private static final UUID CONNECT_V4 = UUID.fromString("c38d57d1-05a7-4c33-904f-7fbceee60e82");
    private static final UUID CONNECT_V6 = UUID.fromString("4a72393b-319f-44bc-84c3-ba54dcb3b6b4");
    private static final UUID RESOURCE_ASSIGNMENT_V4 = UUID.fromString("1247d66d-0b60-4a15-8d44-7155d0f53a0c");
    private static final UUID RESOURCE_ASSIGNMENT_V6 = UUID.fromString("55a650e1-5f0a-4eca-a653-88f53b26aa8c");
    private static final UUID USER_ID = UUID.fromString("af043a0a-b34d-4f86-979c-c90371af6e66");
    private static final UUID PROTOCOL = UUID.fromString("3971ef2b-623e-4f9a-8cb1-6e79b806b9a7");
    private static final UUID REMOTE_PORT = UUID.fromString("c35a604d-d22b-4e1a-91b4-68f674ee674b");

    private static final String TITLE = "Codex sandbox";
    private static final String DESCRIPTION = "Keeps the offline user of the Codex sandbox from the network";
    private static final int PERSISTENT = 1;
    private static final short WEIGHT = (short) 0x8000;
    private static final int ACTION_BLOCK = 0x1001;
    private static final int FWP_UINT8 = 1;
    private static final int FWP_UINT16 = 2;
    private static final int FWP_SECURITY_DESCRIPTOR = 14;
    private static final int SDDL_REVISION = 1;

    private static final int GUID_SIZE = 16;
    private static final int NAME = 16;
    private static final int TEXT = 24;
    private static final int FLAGS = 32;
    private static final int PROVIDER_KEY = 40;

    private static final int PROVIDER_SIZE = 64;

    private static final int SUB_LAYER_SIZE = 72;
    private static final int SUB_LAYER_WEIGHT = 64;

    private static final int FILTER_SIZE = 200;
    private static final int FILTER_LAYER = 64;
    private static final int FILTER_SUB_LAYER = 80;
    private static final int FILTER_CONDITION_COUNT = 112;
    private static final int FILTER_CONDITIONS = 120;
    private static final int FILTER_ACTION = 128;

    private static final int CONDITION_SIZE = 40;
    private static final int CONDITION_TYPE = 24;
    private static final int CONDITION_VALUE = 32;

    private static final int BLOB_SIZE = 16;
    private static final int BLOB_DATA = 8;

    private final List<Memory> held = new ArrayList<>();
    private final Pointer descriptor;
    private final Memory user;

    /**
     * Begin.
     *
     * @param userSddl the users that filters hold for
     */
    FilteringStructures(String userSddl) throws Win32Exception {
        PointerByReference made = new PointerByReference();
        IntByReference size = new IntByReference();
        int done = Functions.ConvertStringSecurityDescriptorToSecurityDescriptorW(
                new WString(userSddl), SDDL_REVISION, made, size);
        if (done == 0) {
            throw new Win32Exception("ConvertStringSecurityDescriptorToSecurityDescriptorW", Native.getLastError());
        }
        descriptor = made.getValue();
        user = memory(BLOB_SIZE);
        user.setInt(0, size.getValue());
        user.setPointer(BLOB_DATA, descriptor);
    }

    /** Return FWPM_PROVIDER0. */
    Memory provider() {
        Memory provider = memory(PROVIDER_SIZE);
        putHead(provider, PROVIDER, TITLE);
        return provider;
    }

    /** Return FWPM_SUBLAYER0. */
    Memory subLayer() {
        Memory subLayer = memory(SUB_LAYER_SIZE);
        putHead(subLayer, SUB_LAYER, TITLE);
        subLayer.setPointer(PROVIDER_KEY, guid(PROVIDER));
        subLayer.setShort(SUB_LAYER_WEIGHT, WEIGHT);
        return subLayer;
    }

    /** Return FWPM_FILTER0, with two conditions: the user, and the field of the filter. */
    Memory filter(Filter filter) {
        Memory conditions = memory(2 * CONDITION_SIZE);
        put(conditions, 0, USER_ID);
        conditions.setInt(CONDITION_TYPE, FWP_SECURITY_DESCRIPTOR);
        conditions.setPointer(CONDITION_VALUE, user);
        switch (filter.field()) {
            case PROTOCOL -> {
                put(conditions, CONDITION_SIZE, PROTOCOL);
                conditions.setInt(CONDITION_SIZE + CONDITION_TYPE, FWP_UINT8);
                conditions.setByte(CONDITION_SIZE + CONDITION_VALUE, (byte) filter.value());
            }
            case REMOTE_PORT -> {
                put(conditions, CONDITION_SIZE, REMOTE_PORT);
                conditions.setInt(CONDITION_SIZE + CONDITION_TYPE, FWP_UINT16);
                conditions.setShort(CONDITION_SIZE + CONDITION_VALUE, (short) filter.value());
            }
        }
        Memory structure = memory(FILTER_SIZE);
        putHead(structure, filter.key(), filter.name());
        structure.setPointer(PROVIDER_KEY, guid(PROVIDER));
        put(structure, FILTER_LAYER, layer(filter.layer()));
        put(structure, FILTER_SUB_LAYER, SUB_LAYER);
        structure.setInt(FILTER_CONDITION_COUNT, 2);
        structure.setPointer(FILTER_CONDITIONS, conditions);
        structure.setInt(FILTER_ACTION, ACTION_BLOCK);
        return structure;
    }

    /** Return a GUID in memory of its own. */
    static Memory guidOf(UUID key) {
        Memory memory = new Memory(GUID_SIZE);
        put(memory, 0, key);
        return memory;
    }

    @Override
    public void close() {
        held.forEach(Memory::close);
        PipeFunctions.LocalFree(descriptor);
    }

    private static UUID layer(Firewall.Layer layer) {
        return switch (layer) {
            case CONNECT_V4 -> CONNECT_V4;
            case CONNECT_V6 -> CONNECT_V6;
            case RESOURCE_ASSIGNMENT_V4 -> RESOURCE_ASSIGNMENT_V4;
            case RESOURCE_ASSIGNMENT_V6 -> RESOURCE_ASSIGNMENT_V6;
        };
    }

    private void putHead(Memory structure, UUID key, String name) {
        put(structure, 0, key);
        structure.setPointer(NAME, hold(WideText.of(name)));
        structure.setPointer(TEXT, hold(WideText.of(DESCRIPTION)));
        structure.setInt(FLAGS, PERSISTENT);
    }

    private Memory guid(UUID key) {
        return hold(guidOf(key));
    }

    private Memory memory(long size) {
        Memory memory = hold(new Memory(size));
        memory.clear();
        return memory;
    }

    private Memory hold(Memory memory) {
        held.add(memory);
        return memory;
    }

    /** The first half of a GUID is three numbers, the other half bytes in their order. */
    private static void put(Memory memory, long offset, UUID key) {
        long first = key.getMostSignificantBits();
        ByteBuffer bytes = ByteBuffer.allocate(GUID_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt((int) (first >>> 32)).putShort((short) (first >>> 16)).putShort((short) first);
        bytes.order(ByteOrder.BIG_ENDIAN).putLong(key.getLeastSignificantBits());
        memory.write(offset, bytes.array(), 0, GUID_SIZE);
    }

    private static final class Functions {
        static {
            Native.register(Functions.class, NativeLibrary.getInstance("advapi32"));
        }

        static native int ConvertStringSecurityDescriptorToSecurityDescriptorW(
                WString sddl, int revision, PointerByReference descriptor, IntByReference size);
    }
}
