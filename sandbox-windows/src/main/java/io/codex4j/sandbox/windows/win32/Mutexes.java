package io.codex4j.sandbox.windows.win32;

import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;

/** Let one program at a time do something. Safe for several threads; a mutex is let go by the thread that took it. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface Mutexes {
    /**
     * Take a mutex (CreateMutexW).
     *
     * @param name such as {@code Local\Name}
     * @param sddl who else may open it, if not whom Windows lets by itself
     * @param atMost how long to wait for it
     * @return nothing if another program still holds it after that time
     */
    Optional<Handle> take(String name, Optional<String> sddl, Duration atMost) throws Win32Exception;

    /** Let go a mutex that was taken, and close it. */
    void release(Handle mutex);
}
