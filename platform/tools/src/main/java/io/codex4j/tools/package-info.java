/** The built-in tools: commands, patches, the plan and pictures. */
@NullMarked
package io.codex4j.tools;

import org.jspecify.annotations.NullMarked;
