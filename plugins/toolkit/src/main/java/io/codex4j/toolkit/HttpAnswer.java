package io.codex4j.toolkit;

import java.net.http.HttpHeaders;

/**
 * An answer whose body is still to come.
 *
 * @param status the status
 * @param headers the headers
 * @param body what comes after them
 */
record HttpAnswer(int status, HttpHeaders headers, BodyStream body) {}
