/** Tools: what a model may call. */
@NullMarked
package io.codex4j.api.tool;

import org.jspecify.annotations.NullMarked;
