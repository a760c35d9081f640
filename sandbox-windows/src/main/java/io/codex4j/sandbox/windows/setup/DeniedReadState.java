package io.codex4j.sandbox.windows.setup;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remember which paths a principal was denied, in {@code {"principals": {sid: [paths]}}}, so that it can be undone. */
final class DeniedReadState {
    private DeniedReadState() {}

    /** Return the paths of a principal; a file that cannot be used is put aside. */
    static List<String> read(SandboxHome home, String sid) throws IOException {
        return JsonTree.strings(JsonTree.field(principals(home), sid));
    }

    static void write(SandboxHome home, String sid, List<String> paths) throws IOException {
        Map<String, Object> principals = principals(home);
        if (paths.isEmpty()) {
            principals.remove(sid);
        } else {
            principals.put(sid, paths);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("principals", principals);
        StateFile.write(home.deniedReads(), fields);
    }

    private static Map<String, Object> principals(SandboxHome home) throws IOException {
        try {
            return JsonTree.map(
                    JsonTree.field(StateFile.read(home.deniedReads()).orElseGet(LinkedHashMap::new), "principals"));
        } catch (StateFile.Corrupt e) {
            StateFile.quarantine(home.deniedReads());
            return new LinkedHashMap<>();
        }
    }
}
