package io.codex4j.toolkit;

import org.apiguardian.api.API;

/**
 * One server-sent event.
 *
 * @param name the {@code event} field, or empty where there was none
 * @param data the {@code data} lines, joined by line feeds
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SseEvent(String name, String data) {}
