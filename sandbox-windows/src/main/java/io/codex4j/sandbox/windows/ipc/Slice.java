package io.codex4j.sandbox.windows.ipc;

/** One JSON value inside a frame, of which only the place is known yet; valid until the next frame is read. */
@SuppressWarnings("ArrayRecordComponent") // a place in somebody else's bytes is all that it is
record Slice(byte[] bytes, int start, int end) {}
