/** Model providers: ask a model, and stream what it says. */
@NullMarked
package io.codex4j.api.model;

import org.jspecify.annotations.NullMarked;
