package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Hold the STARTUPINFOEXW of a child for as long as it takes to start it. */
final class ExtendedStartup implements AutoCloseable {
    private static final int SIZE = 112;
    private static final int DESKTOP_OFFSET = 16;
    private static final int FLAGS_OFFSET = 60;
    private static final int INPUT_OFFSET = 80;
    private static final int OUTPUT_OFFSET = 88;
    private static final int ERRORS_OFFSET = 96;
    private static final int ATTRIBUTES_OFFSET = 104;
    private static final int STARTF_USESTDHANDLES = 0x100;
    private static final long HANDLE_LIST = 0x00020002;
    private static final long JOB_LIST = 0x0002000D;
    private static final long PSEUDOCONSOLE = 0x00020016;
    private static final int ATTRIBUTE_COUNT = 2;
    private static final int HANDLE_SIZE = 8;
    private static final int HANDLE_FLAG_INHERIT = 1;

    private final Memory startup = new Memory(SIZE);
    private final List<Memory> referred = new ArrayList<>();
    private final Memory attributes;
    private final Set<Handle> inherited = new LinkedHashSet<>();

    ExtendedStartup(Processes.Child child) throws Win32Exception {
        LongByReference size = new LongByReference();
        // The first call fails; it tells the size.
        ProcessFunctions.InitializeProcThreadAttributeList(null, ATTRIBUTE_COUNT, 0, size);
        attributes = new Memory(size.getValue());
        check(
                "InitializeProcThreadAttributeList",
                ProcessFunctions.InitializeProcThreadAttributeList(attributes, ATTRIBUTE_COUNT, 0, size));
        try {
            fill(child);
        } catch (Win32Exception e) {
            close();
            throw e;
        }
    }

    private void fill(Processes.Child child) throws Win32Exception {
        startup.clear();
        startup.setInt(0, SIZE);
        startup.setInt(FLAGS_OFFSET, STARTF_USESTDHANDLES);
        startup.setPointer(ATTRIBUTES_OFFSET, attributes);
        if (child.desktop().isPresent()) {
            startup.setPointer(DESKTOP_OFFSET, keep(WideText.of(child.desktop().get())));
        }
        switch (child.streams()) {
            case Processes.Streams.Pipes pipes -> {
                setStreams(pipes.input(), pipes.output(), pipes.errors());
                inherited.addAll(List.of(pipes.input(), pipes.output(), pipes.errors()));
                addHandles(HANDLE_LIST, inherited);
            }
            case Processes.Streams.Console console -> {
                // Without this the child would take the streams of this process for its own.
                setStreams(Handle.INVALID, Handle.INVALID, Handle.INVALID);
                addAttribute(PSEUDOCONSOLE, new Pointer(console.console().value()), HANDLE_SIZE);
            }
        }
        addHandles(JOB_LIST, Set.of(child.job()));
    }

    private void setStreams(Handle input, Handle output, Handle errors) {
        startup.setLong(INPUT_OFFSET, input.value());
        startup.setLong(OUTPUT_OFFSET, output.value());
        startup.setLong(ERRORS_OFFSET, errors.value());
    }

    private void addHandles(long attribute, Set<Handle> handles) throws Win32Exception {
        Memory values = keep(new Memory((long) handles.size() * HANDLE_SIZE));
        long offset = 0;
        for (Handle handle : handles) {
            values.setLong(offset, handle.value());
            offset += HANDLE_SIZE;
        }
        addAttribute(attribute, values, values.size());
    }

    private void addAttribute(long attribute, Pointer value, long size) throws Win32Exception {
        check(
                "UpdateProcThreadAttribute",
                ProcessFunctions.UpdateProcThreadAttribute(attributes, 0, attribute, value, size, null, null));
    }

    private Memory keep(Memory memory) {
        referred.add(memory);
        return memory;
    }

    /** Return the address of the structure; valid until this object is closed. */
    Pointer pointer() {
        return startup;
    }

    boolean inherits() {
        return !inherited.isEmpty();
    }

    /**
     * Make the child's streams such as can be inherited, or no longer.
     *
     * <p>Other children get only what is on their own list. But the JDK starts processes without a list: one that it
     * starts in the short time between would get these streams too.
     */
    void setInheritable(boolean inheritable) throws Win32Exception {
        for (Handle handle : inherited) {
            int flags = inheritable ? HANDLE_FLAG_INHERIT : 0;
            check(
                    "SetHandleInformation",
                    ProcessFunctions.SetHandleInformation(handle.value(), HANDLE_FLAG_INHERIT, flags));
        }
    }

    @Override
    public void close() {
        ProcessFunctions.DeleteProcThreadAttributeList(attributes);
        attributes.close();
        startup.close();
        for (Memory memory : referred) {
            memory.close();
        }
    }

    private static void check(String function, int result) throws Win32Exception {
        if (result == 0) {
            throw new Win32Exception(function, Native.getLastError());
        }
    }
}
