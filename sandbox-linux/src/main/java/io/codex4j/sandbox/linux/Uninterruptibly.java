package io.codex4j.sandbox.linux;

/** Do short waits to their end even if the thread is interrupted, and leave it interrupted. */
final class Uninterruptibly {
    private Uninterruptibly() {}

    /** Something that waits. */
    interface Wait<T, E extends Exception> {
        T call() throws InterruptedException, E;
    }

    static <T, E extends Exception> T call(Wait<T, E> wait) throws E {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.call();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
