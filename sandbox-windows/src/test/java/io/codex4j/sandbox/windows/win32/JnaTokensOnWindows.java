package io.codex4j.sandbox.windows.win32;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Wine makes these tokens and answers for them; it does not enforce them. */
class JnaTokensOnWindows {
    private static final int ACCESS = 0x1ab;
    private static final String CAPABILITY = "S-1-5-21-1-2-3-4";

    private final Tokens tokens = Windows.tokens();

    @Test
    void namesItsUserAndItsLogonSession() throws Exception {
        Handle token = tokens.open(ACCESS);
        assertTrue(tokens.user(token).startsWith("S-1-5-21-"), tokens.user(token));
        String logon = tokens.logon(token).orElseThrow();
        assertTrue(logon.startsWith("S-1-5-5-"), logon);
        tokens.close(token);
    }

    @Test
    void makesARestrictedTokenWithDefaultsAndPrivilege() throws Exception {
        Handle token = tokens.open(ACCESS);
        String logon = tokens.logon(token).orElseThrow();
        Handle restricted = tokens.restrict(token, 0xd, List.of(CAPABILITY, logon, "S-1-1-0"));
        assertNotEquals(token, restricted);
        tokens.setDefaultAccess(
                restricted,
                List.of(
                        new AccessEntry(logon, 0x10000000, AccessEntry.Mode.GRANT, false),
                        new AccessEntry("S-1-3-4", 0x20000, AccessEntry.Mode.GRANT, false)));
        tokens.enablePrivilege(restricted, "SeChangeNotifyPrivilege");
        assertEquals(tokens.user(token), tokens.user(restricted));
        tokens.close(restricted);
        tokens.close(token);
    }

    @Test
    void refusesWhatIsNoSidAndNoPrivilege() throws Exception {
        Handle token = tokens.open(ACCESS);
        Win32Exception noSid =
                assertThrows(Win32Exception.class, () -> tokens.restrict(token, 0xd, List.of(CAPABILITY, "nobody")));
        assertEquals("ConvertStringSidToSidW", noSid.function());
        Win32Exception noPrivilege =
                assertThrows(Win32Exception.class, () -> tokens.enablePrivilege(token, "SeNoSuchPrivilege"));
        assertEquals("LookupPrivilegeValueW", noPrivilege.function());
        Win32Exception noToken = assertThrows(Win32Exception.class, () -> tokens.user(new Handle(0x7fff0)));
        assertEquals("GetTokenInformation", noToken.function());
        assertEquals(6, noToken.code());
        tokens.close(token);
    }

    @Test
    void knowsAnAdministrator() throws Exception {
        // The user of Wine always is one.
        assertTrue(tokens.isAdministrator());
    }
}
