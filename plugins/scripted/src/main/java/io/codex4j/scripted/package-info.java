/**
 * A model that says what a file tells it to: scenarios, and a provider that replays them with no network.
 *
 * <p>A {@link io.codex4j.scripted.Scenario} is the script, a {@link io.codex4j.scripted.ScenarioPlayer} picks the turn
 * that answers a request, and a {@link io.codex4j.scripted.ScenarioAnswer} is that turn, spelled out for that request.
 */
@NullMarked
package io.codex4j.scripted;

import org.jspecify.annotations.NullMarked;
