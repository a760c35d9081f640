/** Sandbox backends for Windows: a runner under a user of its own, and a restricted token as fallback. */
@NullMarked
package io.codex4j.sandbox.windows;

import org.jspecify.annotations.NullMarked;
