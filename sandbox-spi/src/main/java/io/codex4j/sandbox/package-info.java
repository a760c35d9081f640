/**
 * Run a program that is not trusted, under a policy that the operating system enforces.
 *
 * <p>This package is a leaf: it depends on annotations only, so any Java program can use it. A backend turns a
 * {@link io.codex4j.sandbox.SandboxCommand} and a {@link io.codex4j.sandbox.SandboxPolicy} into a running
 * {@link io.codex4j.sandbox.SandboxedProcess}; a policy that it cannot enforce is refused, never weakened in silence.
 */
@NullMarked
package io.codex4j.sandbox;

import org.jspecify.annotations.NullMarked;
