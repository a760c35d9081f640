/** What model providers share: HTTP, server-sent events, and the wire format of the Responses API. */
@NullMarked
package io.codex4j.toolkit;

import org.jspecify.annotations.NullMarked;
