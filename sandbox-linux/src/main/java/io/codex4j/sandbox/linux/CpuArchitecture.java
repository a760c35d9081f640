package io.codex4j.sandbox.linux;

import java.util.Optional;

/** Name the processors whose system call numbers we know. */
enum CpuArchitecture {
    X86_64(0xC000003E),
    AARCH64(0xC00000B7);

    private final int auditValue;

    CpuArchitecture(int auditValue) {
        this.auditValue = auditValue;
    }

    /** Return the value by which the kernel names this architecture to a filter ({@code AUDIT_ARCH_…}). */
    int auditValue() {
        return auditValue;
    }

    /** Return the architecture that we run on, or nothing if it is another one. */
    static Optional<CpuArchitecture> current() {
        return switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64", "arm64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }

    /** Return the sentence for a machine that is neither of these. */
    static String unknownMessage() {
        return "the system call filter knows x86-64 and arm64 only, not " + System.getProperty("os.arch");
    }
}
