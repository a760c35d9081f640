package io.codex4j.api.skill;

import io.codex4j.api.HostContext;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/** Find skills. Implemented by plugins; safe for use by several threads. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SkillSource {
    /** Return a name for messages. */
    String name();

    /**
     * List the skills for a session.
     *
     * @param directory working directory of the session
     */
    List<Skill> list(Path directory, HostContext context);
}
