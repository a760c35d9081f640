package io.codex4j.api.model;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Ask a model to reason.
 *
 * @param effort {@code minimal}, {@code low}, {@code medium}, {@code high}, {@code xhigh}
 * @param summary {@code auto}, {@code concise}, {@code detailed}; absent for none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ReasoningSettings(Optional<String> effort, Optional<String> summary) {}
