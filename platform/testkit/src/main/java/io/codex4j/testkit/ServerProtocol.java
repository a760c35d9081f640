package io.codex4j.testkit;

import java.io.IOException;

/** Serve one of the protocols that model servers speak. */
interface ServerProtocol {
    /** Tell whether a request is one of this protocol. */
    boolean serves(HttpRequest request);

    /** Record the request, and answer it. */
    void answer(Exchange exchange) throws IOException;
}
