package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.WString;
import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Crypt32Util;
import com.sun.jna.platform.win32.WinReg;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The local accounts of Windows. */
final class JnaAccounts implements Accounts {
    private static final int ERROR_MEMBER_IN_ALIAS = 1378;
    private static final int ERROR_ALIAS_EXISTS = 1379;
    private static final int ERROR_NO_SUCH_ALIAS = 1376;
    private static final int GROUP_NOT_FOUND = 2220;
    private static final int USER_NOT_FOUND = 2221;
    private static final int GROUP_EXISTS = 2223;
    private static final int USER_EXISTS = 2224;

    private static final int UF_SCRIPT = 0x1;
    private static final int UF_ACCOUNTDISABLE = 0x2;
    private static final int UF_DONT_EXPIRE_PASSWD = 0x10000;
    private static final int UF_PASSWORD_EXPIRED = 0x800000;
    private static final int USABLE_FLAGS = UF_SCRIPT | UF_DONT_EXPIRE_PASSWD;
    private static final int USER_PRIV_USER = 1;

    /** The layout of USER_INFO_1. */
    private static final int USER_SIZE = 56;

    private static final int USER_PASSWORD = 8;
    private static final int USER_PRIVILEGE = 20;
    private static final int USER_FLAGS = 40;

    private static final int CRYPTPROTECT_UI_FORBIDDEN = 0x1;
    private static final int CRYPTPROTECT_LOCAL_MACHINE = 0x4;

    private static final WinReg.HKEY MACHINE = WinReg.HKEY_LOCAL_MACHINE;
    private static final String SPECIAL_ACCOUNTS =
            "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\SpecialAccounts";
    private static final String USER_LIST = SPECIAL_ACCOUNTS + "\\UserList";

    @Override
    public boolean createGroup(String name, String comment) throws Win32Exception {
        try (Memory nameText = WideText.of(name);
                Memory commentText = WideText.of(comment);
                Memory group = new Memory(2L * Native.POINTER_SIZE)) {
            group.setPointer(0, nameText);
            group.setPointer(Native.POINTER_SIZE, commentText);
            int code = AccountFunctions.NetLocalGroupAdd(null, 1, group, null);
            if (code != ERROR_ALIAS_EXISTS && code != GROUP_EXISTS) {
                check("NetLocalGroupAdd", code);
            }
            return code == 0;
        }
    }

    @Override
    public void createUser(String name, char[] password) throws Win32Exception {
        try (Memory nameText = WideText.of(name);
                Memory secret = WideText.of(password);
                Memory user = new Memory(USER_SIZE)) {
            try {
                user.clear();
                user.setPointer(0, nameText);
                user.setPointer(USER_PASSWORD, secret);
                user.setInt(USER_PRIVILEGE, USER_PRIV_USER);
                user.setInt(USER_FLAGS, USABLE_FLAGS);
                int code = AccountFunctions.NetUserAdd(null, 1, user, null);
                if (code == USER_EXISTS) {
                    change(name, secret);
                } else {
                    check("NetUserAdd", code);
                }
            } finally {
                secret.clear();
            }
        }
    }

    /** Give a user that exists the password, and take off what keeps it from logging on. */
    private static void change(String name, Memory secret) throws Win32Exception {
        try (Memory password = new Memory(Native.POINTER_SIZE);
                Memory flags = new Memory(Integer.BYTES)) {
            password.setPointer(0, secret);
            check("NetUserSetInfo", AccountFunctions.NetUserSetInfo(null, new WString(name), 1003, password, null));
            flags.setInt(0, USABLE_FLAGS);
            check("NetUserSetInfo", AccountFunctions.NetUserSetInfo(null, new WString(name), 1008, flags, null));
        }
    }

    @Override
    public void addToGroup(String group, String account) throws Win32Exception {
        try (Memory name = WideText.of(account);
                Memory member = new Memory(Native.POINTER_SIZE)) {
            member.setPointer(0, name);
            int code = AccountFunctions.NetLocalGroupAddMembers(null, new WString(group), 3, member, 1);
            if (code != ERROR_MEMBER_IN_ALIAS) {
                check("NetLocalGroupAddMembers", code);
            }
        }
    }

    @Override
    public State state(String user) throws Win32Exception {
        PointerByReference information = new PointerByReference();
        int code = AccountFunctions.NetUserGetInfo(null, new WString(user), 1, information);
        if (code == USER_NOT_FOUND) {
            return State.MISSING;
        }
        check("NetUserGetInfo", code);
        int flags = information.getValue().getInt(USER_FLAGS);
        AccountFunctions.NetApiBufferFree(information.getValue());
        if ((flags & UF_ACCOUNTDISABLE) != 0) {
            return State.DISABLED;
        }
        return (flags & UF_PASSWORD_EXPIRED) != 0 ? State.PASSWORD_EXPIRED : State.USABLE;
    }

    @Override
    public Optional<String> sid(String account) throws Win32Exception {
        try {
            return Optional.of(Advapi32Util.getAccountByName(account).sidString);
        } catch (com.sun.jna.platform.win32.Win32Exception e) {
            return unlessUnknown("LookupAccountNameW", e);
        }
    }

    @Override
    public Optional<String> name(String sid) throws Win32Exception {
        try {
            return Optional.of(Advapi32Util.getAccountBySid(sid).name);
        } catch (com.sun.jna.platform.win32.Win32Exception e) {
            return unlessUnknown("LookupAccountSidW", e);
        }
    }

    @Override
    public void setHidden(String user, boolean hidden) throws Win32Exception {
        try {
            if (hidden) {
                Advapi32Util.registryCreateKey(MACHINE, USER_LIST);
                Advapi32Util.registrySetIntValue(MACHINE, USER_LIST, user, 0);
            } else if (Advapi32Util.registryKeyExists(MACHINE, USER_LIST)) {
                if (Advapi32Util.registryValueExists(MACHINE, USER_LIST, user)) {
                    Advapi32Util.registryDeleteValue(MACHINE, USER_LIST, user);
                }
                deleteIfEmpty(USER_LIST);
                deleteIfEmpty(SPECIAL_ACCOUNTS);
            }
        } catch (com.sun.jna.platform.win32.Win32Exception e) {
            throw new Win32Exception("the registry", e.getErrorCode());
        }
    }

    /** Windows comes without these keys. */
    private static void deleteIfEmpty(String key) {
        boolean empty = Advapi32Util.registryGetKeys(MACHINE, key).length == 0
                && Advapi32Util.registryGetValues(MACHINE, key).isEmpty();
        if (empty) {
            Advapi32Util.registryDeleteKey(MACHINE, key);
        }
    }

    @Override
    public void deleteProfile(String sid) throws Win32Exception {
        if (ProfileFunctions.DeleteProfileW(new WString(sid), null, null) == 0) {
            int code = Native.getLastError();
            if (code != Win32Exception.ERROR_FILE_NOT_FOUND) {
                throw new Win32Exception("DeleteProfileW", code);
            }
        }
    }

    @Override
    public void deleteUser(String name) throws Win32Exception {
        int code = AccountFunctions.NetUserDel(null, new WString(name));
        if (code != USER_NOT_FOUND) {
            check("NetUserDel", code);
        }
    }

    @Override
    public void deleteGroup(String name) throws Win32Exception {
        int code = AccountFunctions.NetLocalGroupDel(null, new WString(name));
        if (code != GROUP_NOT_FOUND && code != ERROR_NO_SUCH_ALIAS) {
            check("NetLocalGroupDel", code);
        }
    }

    @Override
    public byte[] protect(byte[] clear) throws Win32Exception {
        try {
            return Crypt32Util.cryptProtectData(clear, CRYPTPROTECT_UI_FORBIDDEN | CRYPTPROTECT_LOCAL_MACHINE);
        } catch (com.sun.jna.platform.win32.Win32Exception e) {
            throw new Win32Exception("CryptProtectData", e.getErrorCode());
        }
    }

    @Override
    public byte[] unprotect(byte[] secret) throws Win32Exception {
        try {
            return Crypt32Util.cryptUnprotectData(secret, CRYPTPROTECT_UI_FORBIDDEN);
        } catch (com.sun.jna.platform.win32.Win32Exception e) {
            throw new Win32Exception("CryptUnprotectData", e.getErrorCode());
        }
    }

    private static Optional<String> unlessUnknown(String function, com.sun.jna.platform.win32.Win32Exception failure)
            throws Win32Exception {
        if (failure.getErrorCode() == Win32Exception.ERROR_NONE_MAPPED) {
            return Optional.empty();
        }
        throw new Win32Exception(function, failure.getErrorCode());
    }

    private static void check(String function, int code) throws Win32Exception {
        if (code != 0) {
            throw new Win32Exception(function, code);
        }
    }

    private static final class ProfileFunctions {
        static {
            Native.register(ProfileFunctions.class, NativeLibrary.getInstance("userenv"));
        }

        static native int DeleteProfileW(WString sid, @Nullable WString folder, @Nullable WString computer);
    }
}
