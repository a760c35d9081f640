/** Windows itself: the only place that calls it. */
@NullMarked
package io.codex4j.sandbox.windows.win32;

import org.jspecify.annotations.NullMarked;
