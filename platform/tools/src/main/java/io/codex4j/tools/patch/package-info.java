/** The patch language of the model: read a patch, work out what it does, and do all of it or nothing. */
@NullMarked
package io.codex4j.tools.patch;

import org.jspecify.annotations.NullMarked;
