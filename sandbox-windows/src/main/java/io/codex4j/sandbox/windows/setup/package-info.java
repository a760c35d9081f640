/** The accounts, rights and rules that the elevated sandbox stands on. */
@NullMarked
package io.codex4j.sandbox.windows.setup;

import org.jspecify.annotations.NullMarked;
