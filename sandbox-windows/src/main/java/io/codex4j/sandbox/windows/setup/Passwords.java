package io.codex4j.sandbox.windows.setup;

import java.security.SecureRandom;

/** Invent passwords that any rule of Windows takes: 24 characters, of each kind at least one. */
final class Passwords {
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    private static final String SIGNS = "!@#$%^&*()-_=+";
    private static final String ALL = UPPER + LOWER + DIGITS + SIGNS;
    private static final int LENGTH = 24;

    private Passwords() {}

    static char[] invent() {
        SecureRandom random = new SecureRandom();
        char[] password = new char[LENGTH];
        do {
            for (int i = 0; i < LENGTH; i++) {
                password[i] = ALL.charAt(random.nextInt(ALL.length()));
            }
        } while (!has(password, UPPER) || !has(password, LOWER) || !has(password, DIGITS) || !has(password, SIGNS));
        return password;
    }

    private static boolean has(char[] password, String kind) {
        for (char c : password) {
            if (kind.indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }
}
