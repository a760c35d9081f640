package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.Accounts;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Keep the passwords of the users of the sandbox: {@code {version, offline{username, password}, online{…}}}, where a
 * password is what Windows made of its UTF-8 bytes, as base64.
 */
final class SandboxUsers {
    private static final int VERSION = 5;
    private static final int MOST_BYTES_PER_CHARACTER = 3;

    private final Map<Identity, String> secrets;

    private SandboxUsers(Map<Identity, String> secrets) {
        this.secrets = secrets;
    }

    /** Encrypt passwords. */
    static SandboxUsers of(Map<Identity, char[]> passwords, Accounts accounts) throws Win32Exception {
        Map<Identity, String> secrets = new EnumMap<>(Identity.class);
        for (Map.Entry<Identity, char[]> password : passwords.entrySet()) {
            byte[] encoded = new byte[password.getValue().length * MOST_BYTES_PER_CHARACTER];
            ByteBuffer target = ByteBuffer.wrap(encoded);
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password.getValue()), target, true);
            byte[] clear = Arrays.copyOf(encoded, target.position());
            try {
                secrets.put(password.getKey(), Base64.getEncoder().encodeToString(accounts.protect(clear)));
            } finally {
                Arrays.fill(clear, (byte) 0);
                Arrays.fill(encoded, (byte) 0);
            }
        }
        return new SandboxUsers(secrets);
    }

    static Optional<SandboxUsers> read(SandboxHome home) throws IOException {
        Optional<Map<String, Object>> read = StateFile.read(home.users());
        if (read.isEmpty()) {
            return Optional.empty();
        }
        if (!Long.valueOf(VERSION).equals(read.get().get("version"))) {
            throw new StateFile.Corrupt(home.users(), "it is of another version");
        }
        Map<Identity, String> secrets = new EnumMap<>(Identity.class);
        for (Identity identity : Identity.values()) {
            Map<String, Object> user = JsonTree.map(JsonTree.field(read.get(), field(identity)));
            if (!identity.user().equals(user.get("username")) || !(user.get("password") instanceof String secret)) {
                throw new StateFile.Corrupt(home.users(), "it does not tell how to log on as " + identity.user());
            }
            secrets.put(identity, secret);
        }
        return Optional.of(new SandboxUsers(secrets));
    }

    void write(SandboxHome home) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        secrets.forEach((identity, secret) -> {
            Map<String, Object> user = new LinkedHashMap<>();
            user.put("username", identity.user());
            user.put("password", secret);
            fields.put(field(identity), user);
        });
        StateFile.write(home.users(), fields);
    }

    /** Decrypt a password; the caller wipes it. */
    char[] password(Identity identity, Accounts accounts) throws IOException {
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(String.valueOf(secrets.get(identity)));
        } catch (IllegalArgumentException e) {
            throw new IOException("the password of " + identity.user() + " is not base64", e);
        }
        byte[] clear = accounts.unprotect(secret);
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(clear));
            char[] password = new char[decoded.remaining()];
            decoded.get(password);
            Arrays.fill(decoded.array(), '\0');
            return password;
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static String field(Identity identity) {
        return identity.name().toLowerCase(Locale.ROOT);
    }
}
