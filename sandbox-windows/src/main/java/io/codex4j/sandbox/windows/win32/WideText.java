package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Memory;
import java.util.Arrays;

/** Put text where Windows can read it, and change it where it wants to. */
final class WideText {
    private static final int CHARACTER_SIZE = 2;

    private WideText() {}

    /** Return the text, ended by a NUL. */
    static Memory of(String text) {
        return of(text.toCharArray());
    }

    /** Return the text, ended by a NUL; the copy is to be wiped by the caller if it is a secret. */
    static Memory of(char[] text) {
        return block(Arrays.copyOf(text, text.length + 1));
    }

    /** Return characters as they are. */
    static Memory block(char[] characters) {
        Memory memory = new Memory((long) characters.length * CHARACTER_SIZE);
        memory.write(0, characters, 0, characters.length);
        return memory;
    }
}
