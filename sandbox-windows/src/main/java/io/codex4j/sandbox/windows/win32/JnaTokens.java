package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Make and change the tokens of Windows itself. */
final class JnaTokens implements Tokens {
    private static final int TOKEN_USER = 1;
    private static final int TOKEN_GROUPS = 2;
    private static final int TOKEN_DEFAULT_DACL = 6;
    private static final int TOKEN_LINKED_TOKEN = 19;
    private static final int SE_GROUP_LOGON_ID = 0xC0000000;
    private static final int SE_PRIVILEGE_ENABLED = 2;
    private static final String ADMINISTRATORS = "S-1-5-32-544";

    /** SID_AND_ATTRIBUTES: the address of a SID, then its attributes. */
    private static final int SID_ENTRY_SIZE = 16;

    private static final int POINTER_SIZE = 8;

    /** TOKEN_PRIVILEGES with one entry: count, LUID, attributes. */
    private static final int PRIVILEGES_SIZE = 16;

    @Override
    public Handle open(int access) throws Win32Exception {
        LongByReference token = new LongByReference();
        long process = PipeFunctions.GetCurrentProcess();
        check("OpenProcessToken", TokenFunctions.OpenProcessToken(process, access, token));
        return new Handle(token.getValue());
    }

    @Override
    public String user(Handle token) throws Win32Exception {
        try (Memory user = information(token, TOKEN_USER)) {
            return Sid.text(user.getPointer(0));
        }
    }

    @Override
    public Optional<String> logon(Handle token) throws Win32Exception {
        Optional<String> own = logonGroup(token);
        if (own.isPresent()) {
            return own;
        }
        Handle linked;
        try (Memory memory = information(token, TOKEN_LINKED_TOKEN)) {
            linked = new Handle(memory.getLong(0));
        } catch (Win32Exception e) {
            // An ordinary user's token is linked to no other.
            return Optional.empty();
        }
        try {
            return logonGroup(linked);
        } finally {
            close(linked);
        }
    }

    private static Optional<String> logonGroup(Handle token) throws Win32Exception {
        try (Memory groups = information(token, TOKEN_GROUPS)) {
            int count = groups.getInt(0);
            for (int i = 0; i < count; i++) {
                long entry = POINTER_SIZE + (long) i * SID_ENTRY_SIZE;
                if ((groups.getInt(entry + POINTER_SIZE) & SE_GROUP_LOGON_ID) == SE_GROUP_LOGON_ID) {
                    return Optional.of(Sid.text(groups.getPointer(entry)));
                }
            }
            return Optional.empty();
        }
    }

    private static Memory information(Handle token, int informationClass) throws Win32Exception {
        IntByReference needed = new IntByReference();
        TokenFunctions.GetTokenInformation(token.value(), informationClass, null, 0, needed);
        if (needed.getValue() == 0) {
            throw new Win32Exception("GetTokenInformation", Native.getLastError());
        }
        Memory memory = new Memory(needed.getValue());
        int size = (int) memory.size();
        if (TokenFunctions.GetTokenInformation(token.value(), informationClass, memory, size, needed) == 0) {
            int code = Native.getLastError();
            memory.close();
            throw new Win32Exception("GetTokenInformation", code);
        }
        return memory;
    }

    @Override
    public Handle restrict(Handle token, int flags, List<String> restricting) throws Win32Exception {
        List<Sid> sids = new ArrayList<>();
        try (Memory entries = new Memory((long) restricting.size() * SID_ENTRY_SIZE)) {
            entries.clear();
            for (int i = 0; i < restricting.size(); i++) {
                Sid sid = Sid.of(restricting.get(i));
                sids.add(sid);
                entries.setPointer((long) i * SID_ENTRY_SIZE, sid.pointer());
            }
            LongByReference restricted = new LongByReference();
            check(
                    "CreateRestrictedToken",
                    TokenFunctions.CreateRestrictedToken(
                            token.value(), flags, 0, null, 0, null, sids.size(), entries, restricted));
            return new Handle(restricted.getValue());
        } finally {
            Sid.closeAll(sids);
        }
    }

    @Override
    public void setDefaultAccess(Handle token, List<AccessEntry> entries) throws Win32Exception {
        Pointer list = ExplicitAccess.merge(entries, true, null);
        try (Memory holder = new Memory(POINTER_SIZE)) {
            holder.setPointer(0, list);
            check(
                    "SetTokenInformation",
                    TokenFunctions.SetTokenInformation(token.value(), TOKEN_DEFAULT_DACL, holder, POINTER_SIZE));
        } finally {
            PipeFunctions.LocalFree(list);
        }
    }

    @Override
    public void enablePrivilege(Handle token, String privilege) throws Win32Exception {
        LongByReference luid = new LongByReference();
        check("LookupPrivilegeValueW", TokenFunctions.LookupPrivilegeValueW(null, new WString(privilege), luid));
        try (Memory privileges = new Memory(PRIVILEGES_SIZE)) {
            privileges.setInt(0, 1);
            privileges.setLong(4, luid.getValue());
            privileges.setInt(12, SE_PRIVILEGE_ENABLED);
            int done = TokenFunctions.AdjustTokenPrivileges(token.value(), 0, privileges, 0, null, null);
            int code = Native.getLastError();
            // It reports success, too, when the token does not have the privilege.
            if (done == 0 || code != 0) {
                throw new Win32Exception("AdjustTokenPrivileges", code);
            }
        }
    }

    @Override
    public boolean isAdministrator() throws Win32Exception {
        try (Sid administrators = Sid.of(ADMINISTRATORS)) {
            IntByReference member = new IntByReference();
            check("CheckTokenMembership", TokenFunctions.CheckTokenMembership(0, administrators.pointer(), member));
            return member.getValue() != 0;
        }
    }

    @Override
    public void close(Handle token) {
        PipeFunctions.CloseHandle(token.value());
    }

    private static void check(String function, int result) throws Win32Exception {
        if (result == 0) {
            throw new Win32Exception(function, Native.getLastError());
        }
    }
}
