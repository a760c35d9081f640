package io.codex4j.sandbox.windows.win32;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Note every call to a stand-in for Windows as text, in one list for all of them, and fail those that a test names. */
public final class RecordedWindows {
    private final List<String> calls = new ArrayList<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private String root = "";

    /** Leave out the path of a test's own folder wherever it is written. */
    public void leaveOut(String path) {
        root = path;
    }

    /** Make the calls that begin so fail from now on. */
    public void fail(String beginning, int code) {
        failures.put(beginning, code);
    }

    /** Let all calls succeed again. */
    public void failNothing() {
        failures.clear();
    }

    /** Return the calls so far, and begin anew. */
    public synchronized List<String> take() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Note a call. */
    public synchronized void call(String text) throws Win32Exception {
        String call = root.isEmpty() ? text : text.replace(root, "").replace('\\', '/');
        calls.add(call);
        for (Map.Entry<String, Integer> failure : failures.entrySet()) {
            if (call.startsWith(failure.getKey())) {
                throw new Win32Exception(call.substring(0, call.indexOf('(')), failure.getValue());
            }
        }
    }
}
