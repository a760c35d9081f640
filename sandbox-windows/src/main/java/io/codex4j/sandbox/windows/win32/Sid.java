package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.PointerByReference;

/** Hold a SID as Windows wants it, made of its text. */
final class Sid implements AutoCloseable {
    private final Pointer pointer;

    private Sid(Pointer pointer) {
        this.pointer = pointer;
    }

    static Sid of(String text) throws Win32Exception {
        PointerByReference sid = new PointerByReference();
        if (TokenFunctions.ConvertStringSidToSidW(new WString(text), sid) == 0) {
            throw new Win32Exception("ConvertStringSidToSidW", Native.getLastError());
        }
        return new Sid(sid.getValue());
    }

    static String text(Pointer sid) throws Win32Exception {
        PointerByReference text = new PointerByReference();
        if (TokenFunctions.ConvertSidToStringSidW(sid, text) == 0) {
            throw new Win32Exception("ConvertSidToStringSidW", Native.getLastError());
        }
        try {
            return text.getValue().getWideString(0);
        } finally {
            PipeFunctions.LocalFree(text.getValue());
        }
    }

    /** Return the address of the SID; valid until this object is closed. */
    Pointer pointer() {
        return pointer;
    }

    @Override
    public void close() {
        PipeFunctions.LocalFree(pointer);
    }

    static void closeAll(Iterable<Sid> sids) {
        for (Sid sid : sids) {
            sid.close();
        }
    }
}
