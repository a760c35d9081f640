package io.codex4j.api.model;

import io.codex4j.api.JsonObject;
import org.apiguardian.api.API;

/**
 * Describe the provider to make.
 *
 * @param id the provider id that was asked for
 * @param settings the table {@code [model_providers.<id>]} as it stands in config.toml; empty where there is none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ModelProviderConfig(String id, JsonObject settings) {}
