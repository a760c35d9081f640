/** The headless front end: one prompt in, events out, as lines for a person or as JSON for a program. */
@NullMarked
package io.codex4j.exec;

import org.jspecify.annotations.NullMarked;
