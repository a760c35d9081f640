/** The model provider for OpenAI, and for every server that speaks its Responses API. */
@NullMarked
package io.codex4j.openai;

import org.jspecify.annotations.NullMarked;
