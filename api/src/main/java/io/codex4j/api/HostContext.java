package io.codex4j.api;

import java.nio.file.Path;
import java.util.Map;
import org.apiguardian.api.API;

/** Offer what every role of a plugin may need from the host. Implemented by the host, so it may grow. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface HostContext {
    /** Return the plugin's own keys of {@code [plugins."<id>"]} in config.toml. */
    JsonObject pluginConfig();

    /** Return the environment of the host process. */
    Map<String, String> environment();

    /** Return the folder of Codex4j's own files, {@code $CODEX_HOME}. */
    Path home();

    /** Return the reader and writer of JSON. */
    JsonCodec json();

    /** Return who talks to the outside: name and version of the front end, such as {@code codex_exec} and 0.1.0. */
    ClientInfo client();

    /**
     * Name the program that a plugin acts for.
     *
     * @param name the originator, as model servers are told
     * @param version semantic version
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    record ClientInfo(String name, String version) {}
}
