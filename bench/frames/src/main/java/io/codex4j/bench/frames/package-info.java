/** Measures the frames that go between a parent and its command runner. */
@NullMarked
package io.codex4j.bench.frames;

import org.jspecify.annotations.NullMarked;
