/**
 * Run programs under the sandboxes that Linux offers: bubblewrap with a seccomp filter of our own, or Landlock with the
 * same filter where bubblewrap cannot be used, or none at all where the policy asks for none.
 *
 * <p>Everything enters by {@link io.codex4j.sandbox.linux.LinuxSandboxPlugin}; callers speak to the types of
 * {@code io.codex4j.sandbox} only. Decisions are explained in {@code docs/adr/0020-protected-names.md}.
 */
@NullMarked
package io.codex4j.sandbox.linux;

import org.jspecify.annotations.NullMarked;
