package io.codex4j.sandbox.windows.ipc;

/** The tags of messages, in the order in which an error lists them. */
enum Kind {
    SPAWN_REQUEST("spawn_request"),
    SPAWN_READY("spawn_ready"),
    OUTPUT("output"),
    STDIN("stdin"),
    CLOSE_STDIN("close_stdin"),
    RESIZE("resize"),
    EXIT("exit"),
    ERROR("error"),
    TERMINATE("terminate");

    final String token;

    Kind(String token) {
        this.token = token;
    }
}
