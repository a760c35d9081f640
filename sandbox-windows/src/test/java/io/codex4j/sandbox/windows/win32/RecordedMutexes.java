package io.codex4j.sandbox.windows.win32;

import java.time.Duration;
import java.util.Optional;

/** Mutexes that are free, unless a test says otherwise. */
public final class RecordedMutexes implements Mutexes {
    private final RecordedWindows windows;
    private boolean taken;

    public RecordedMutexes(RecordedWindows windows) {
        this.windows = windows;
    }

    /** Say whether another program holds them. */
    public void setTaken(boolean value) {
        taken = value;
    }

    @Override
    public Optional<Handle> take(String name, Optional<String> sddl, Duration atMost) throws Win32Exception {
        windows.call("CreateMutex(" + name + sddl.map(text -> ", " + text).orElse("") + ")");
        return taken ? Optional.empty() : Optional.of(new Handle(1));
    }

    @Override
    public void release(Handle mutex) {
        try {
            windows.call("ReleaseMutex()");
        } catch (Win32Exception e) {
            throw new AssertionError(e);
        }
    }
}
