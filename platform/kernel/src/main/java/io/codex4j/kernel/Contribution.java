package io.codex4j.kernel;

import org.apiguardian.api.API;

/**
 * Something that a plugin offers.
 *
 * @param plugin id of the plugin
 * @param value what it offers
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record Contribution<T>(String plugin, T value) {}
