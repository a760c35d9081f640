/**
 * The agent loop. {@link io.codex4j.engine.Session} is the one door: submissions go in, events come out.
 *
 * <p>A turn runs on a virtual thread: it assembles the context, asks the model, shows what it says, runs the tools that
 * it calls, and asks again with their outputs until the model calls none.
 */
@NullMarked
package io.codex4j.engine;

import org.jspecify.annotations.NullMarked;
