package io.codex4j.sandbox.windows.win32;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.codex4j.sandbox.windows.win32.Firewall.Field;
import io.codex4j.sandbox.windows.win32.Firewall.Filter;
import io.codex4j.sandbox.windows.win32.Firewall.Layer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Wine has neither rules nor filters: what can be seen is that calls arrive, and that failures come back as such. */
class ComFirewallOnWindows {
    private static final String USERS = "O:LSD:(A;;CC;;;S-1-5-21-1-2-3-4)";
    private static final Filter FILTER = new Filter(
            UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), "name", Layer.CONNECT_V6, Field.REMOTE_PORT, 853);

    @Test
    void policyIsReachedAndItsAnswerComesBack() {
        Win32Exception failure =
                assertThrows(Win32Exception.class, () -> Windows.firewall().isEffective());
        assertEquals("INetFwPolicy2::get_LocalPolicyModifyState", failure.function(), failure::getMessage);
    }

    @Test
    void engineThatIsNotThereIsAnError() {
        Win32Exception failure =
                assertThrows(Win32Exception.class, () -> Windows.firewall().filter(List.of(FILTER), USERS));
        assertEquals("FwpmEngineOpen0", failure.function());
    }

    @Test
    void filterIsLaidOutAsWindowsReadsIt() throws Exception {
        try (FilteringStructures structures = new FilteringStructures(USERS)) {
            Memory filter = structures.filter(FILTER);
            assertEquals(200, filter.size());
            assertArrayEquals(
                    new byte[] {
                        0x33,
                        0x22,
                        0x11,
                        0x00,
                        0x55,
                        0x44,
                        0x77,
                        0x66,
                        (byte) 0x88,
                        (byte) 0x99,
                        (byte) 0xaa,
                        (byte) 0xbb,
                        (byte) 0xcc,
                        (byte) 0xdd,
                        (byte) 0xee,
                        (byte) 0xff
                    },
                    filter.getByteArray(0, 16));
            assertEquals("name", filter.getPointer(16).getWideString(0));
            assertEquals(1, filter.getInt(32));
            assertEquals(0x2e31d31c, filter.getPointer(40).getInt(0));
            assertEquals(0x4a72393b, filter.getInt(64));
            assertEquals(0xe65054fd, filter.getInt(80));
            assertEquals(2, filter.getInt(112));
            assertEquals(0x1001, filter.getInt(128));
            Pointer conditions = filter.getPointer(120);
            assertEquals(0xaf043a0a, conditions.getInt(0));
            assertEquals(14, conditions.getInt(24));
            Pointer blob = conditions.getPointer(32);
            byte[] descriptor = blob.getPointer(8).getByteArray(0, blob.getInt(0));
            assertEquals(1, descriptor[0], "its revision");
            assertEquals(0xc35a604d, conditions.getInt(40));
            assertEquals(2, conditions.getInt(64));
            assertEquals(853, conditions.getShort(72));
            Memory subLayer = structures.subLayer();
            assertEquals(72, subLayer.size());
            assertEquals((short) 0x8000, subLayer.getShort(64));
            assertEquals(0x2e31d31c, subLayer.getPointer(40).getInt(0));
            assertEquals(64, structures.provider().size());
        }
    }
}
