package io.codex4j.api.skill;

import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * One skill: a text that the model reads when it needs it.
 *
 * @param name name by which it is mentioned, at most 64 characters
 * @param description when to use it, one line of at most 1024 characters
 * @param file absolute path of the text
 * @param implicit whether the model may decide by itself to use it
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Skill(String name, String description, Path file, boolean implicit) {}
