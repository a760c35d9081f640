package io.codex4j.sandbox.windows.win32;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Calls nothing that changes a user who exists: Wine does not have that. */
class JnaAccountsOnWindows {
    private final Accounts accounts = Windows.accounts();

    @Test
    void whatIsProtectedComesBack() throws Exception {
        byte[] clear = "pä$$word".getBytes(StandardCharsets.UTF_8);
        byte[] secret = accounts.protect(clear);
        assertFalse(new String(secret, StandardCharsets.ISO_8859_1).contains("word"));
        assertArrayEquals(clear, accounts.unprotect(secret));
        secret[secret.length / 2] ^= 1;
        secret[0] ^= 1;
        assertThrows(Win32Exception.class, () -> accounts.unprotect(secret));
    }

    @Test
    void wellKnownAccountsHaveTheirSids() throws Exception {
        assertEquals(Optional.of("S-1-1-0"), accounts.sid("Everyone"));
        assertEquals(Optional.of("S-1-5-18"), accounts.sid("SYSTEM"));
        assertEquals(Optional.of("Users"), accounts.name("S-1-5-32-545"));
    }

    @Test
    void unknownAccountsAreNone() throws Exception {
        assertTrue(accounts.sid("CodexNobodyAtAll").isEmpty());
        assertEquals(Accounts.State.MISSING, accounts.state("CodexNobodyAtAll"));
    }

    @Test
    void hidingIsUndone() throws Exception {
        accounts.setHidden("CodexNobodyAtAll", true);
        accounts.setHidden("CodexNobodyAtAll", true);
        accounts.setHidden("CodexNobodyAtAll", false);
        accounts.setHidden("CodexNobodyAtAll", false);
    }

    @Test
    void usersAndGroupsAreMadeAndRemoved() throws Exception {
        assertTrue(accounts.createGroup("CodexTestGroup", "comment"));
        accounts.createUser("CodexTestUser", "Secret-1234567890".toCharArray());
        assertEquals(Accounts.State.USABLE, accounts.state("CodexTestUser"));
        accounts.addToGroup("CodexTestGroup", "CodexTestUser");
        accounts.deleteUser("CodexTestUser");
        assertEquals(Accounts.State.MISSING, accounts.state("CodexTestUser"));
        accounts.deleteUser("CodexTestUser");
    }

    @Test
    void mutexIsTakenAndLetGo() throws Exception {
        Mutexes mutexes = Windows.mutexes();
        Optional<String> sddl = Optional.of("D:P(A;;GA;;;SY)(A;;GA;;;BA)(A;;GA;;;WD)");
        Handle mutex = mutexes.take("Local\\CodexTestMutex", sddl, Duration.ofSeconds(5))
                .orElseThrow();
        Thread other = new Thread(() -> {
            try {
                assertTrue(mutexes.take("Local\\CodexTestMutex", Optional.empty(), Duration.ofMillis(50))
                        .isEmpty());
            } catch (Win32Exception e) {
                throw new AssertionError(e);
            }
        });
        Throwable[] failure = new Throwable[1];
        other.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
        other.start();
        other.join();
        assertEquals(null, failure[0]);
        mutexes.release(mutex);
        Handle again =
                mutexes.take("Local\\CodexTestMutex", sddl, Duration.ZERO).orElseThrow();
        mutexes.release(again);
    }
}
