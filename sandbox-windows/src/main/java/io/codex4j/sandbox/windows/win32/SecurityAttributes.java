package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/** Hold the SECURITY_ATTRIBUTES of an object that is about to be made, for as long as it takes to make it. */
final class SecurityAttributes implements AutoCloseable {
    private static final int SDDL_REVISION_1 = 1;
    private static final int SIZE = 24;
    private static final int DESCRIPTOR_OFFSET = 8;
    private static final int INHERIT_OFFSET = 16;

    private final Pointer descriptor;
    private final Memory attributes;

    private SecurityAttributes(Pointer descriptor) {
        this.descriptor = descriptor;
        attributes = new Memory(SIZE);
        attributes.clear();
        attributes.setInt(0, SIZE);
        attributes.setPointer(DESCRIPTOR_OFFSET, descriptor);
        attributes.setInt(INHERIT_OFFSET, 0);
    }

    /** Return attributes with this security descriptor; the handle is not inherited. */
    static SecurityAttributes of(String sddl) throws Win32Exception {
        PointerByReference descriptor = new PointerByReference();
        int done = Functions.ConvertStringSecurityDescriptorToSecurityDescriptorW(
                new WString(sddl), SDDL_REVISION_1, descriptor, null);
        if (done == 0) {
            throw new Win32Exception("ConvertStringSecurityDescriptorToSecurityDescriptorW", Native.getLastError());
        }
        return new SecurityAttributes(descriptor.getValue());
    }

    /** Return the address of the structure; valid until this object is closed. */
    Pointer pointer() {
        return attributes;
    }

    @Override
    public void close() {
        PipeFunctions.LocalFree(descriptor);
        attributes.close();
    }

    private static final class Functions {
        static {
            Native.register(Functions.class, NativeLibrary.getInstance("advapi32"));
        }

        static native int ConvertStringSecurityDescriptorToSecurityDescriptorW(
                WString sddl, int revision, PointerByReference descriptor, @Nullable Pointer size);
    }
}
