package io.codex4j.sandbox.windows.setup;

/** The rights on files that the sandbox gives and takes. */
final class Masks {
    /** FILE_GENERIC_READ and FILE_GENERIC_EXECUTE. */
    static final int READ = 0x1200a9;

    /** FILE_GENERIC_READ, FILE_GENERIC_WRITE, FILE_GENERIC_EXECUTE. */
    static final int READ_WRITE = 0x1201bf;

    /** {@link #READ_WRITE} and DELETE. */
    static final int WRITE = 0x1301bf;

    /** {@link #WRITE} and WRITE_DAC. */
    static final int OWN = 0x1701bf;

    /** GENERIC_WRITE, FILE_GENERIC_WRITE, DELETE, FILE_DELETE_CHILD. */
    static final int DENY_WRITE = 0x40130156;

    /** GENERIC_READ, FILE_GENERIC_READ. */
    static final int DENY_READ = 0x80120089;

    private Masks() {}
}
