package io.codex4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.config.ShellEnvironmentPolicy;
import io.codex4j.config.ShellEnvironmentPolicy.Inherit;
import io.codex4j.sandbox.SandboxPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandEnvironmentTest {
    private static final Map<String, String> HOST =
            Map.of("PATH", "/bin", "HOME", "/h", "MY_TOKEN", "t", "my_key", "k", "EDITOR", "vi", "LANG", "de_DE");

    @Test
    void all_is_inherited_and_made_fit_for_nobody_at_the_terminal() {
        Map<String, String> seen = environment(policy(Inherit.ALL, true, List.of(), Map.of(), List.of()));
        assertEquals("t", seen.get("MY_TOKEN"));
        assertEquals("vi", seen.get("EDITOR"));
        assertEquals("C.UTF-8", seen.get("LANG"));
        assertEquals("1", seen.get("NO_COLOR"));
        assertEquals("cat", seen.get("GIT_PAGER"));
        assertEquals("thread", seen.get("CODEX_THREAD_ID"));
        assertEquals("1", seen.get("CODEX_SANDBOX_NETWORK_DISABLED"));
    }

    @Test
    void core_and_none_take_over_little() {
        Map<String, String> core = environment(policy(Inherit.CORE, true, List.of(), Map.of(), List.of()));
        assertTrue(core.containsKey("PATH"));
        assertFalse(core.containsKey("EDITOR"));
        Map<String, String> none = environment(policy(Inherit.NONE, true, List.of(), Map.of("A", "b"), List.of()));
        assertFalse(none.containsKey("PATH"));
        assertEquals("b", none.get("A"));
    }

    @Test
    void secrets_are_left_out_when_the_default_excludes_count() {
        Map<String, String> seen = environment(policy(Inherit.ALL, false, List.of(), Map.of(), List.of()));
        assertFalse(seen.containsKey("MY_TOKEN"));
        assertFalse(seen.containsKey("my_key"));
        assertTrue(seen.containsKey("EDITOR"));
    }

    @Test
    void set_wins_over_exclude_and_include_only_comes_last() {
        Map<String, String> seen = environment(policy(
                Inherit.ALL, true, List.of("e*", "p?th"), Map.of("EDITOR", "ed", "X", "1"), List.of("ED*", "HOME")));
        assertEquals("ed", seen.get("EDITOR"));
        assertEquals("/h", seen.get("HOME"));
        assertFalse(seen.containsKey("PATH"));
        assertFalse(seen.containsKey("X"));
    }

    @Test
    void the_network_is_not_called_off_when_it_is_there() {
        Map<String, String> seen = CommandEnvironment.of(
                policy(Inherit.ALL, true, List.of(), Map.of(), List.of()),
                HOST,
                "thread",
                SandboxPolicy.unrestricted());
        assertFalse(seen.containsKey("CODEX_SANDBOX_NETWORK_DISABLED"));
    }

    @Test
    void on_windows_upper_and_lower_case_of_a_name_are_one() {
        Map<String, String> host = Map.of(
                "Path", "C:\\bin", "SystemRoot", "C:\\Windows", "My_Token", "t", "Editor", "vi", "Lang", "de_DE");
        Map<String, String> set = Map.of("PATH", "C:\\tools");
        Map<String, String> core = onWindows(policy(Inherit.CORE, true, List.of(), set, List.of()), host);
        assertEquals("C:\\tools", core.get("path"));
        assertEquals("C:\\Windows", core.get("SYSTEMROOT"));
        assertFalse(core.containsKey("EDITOR"));
        Map<String, String> all = onWindows(policy(Inherit.ALL, false, List.of("edit*"), set, List.of()), host);
        assertEquals(1, all.keySet().stream().filter("path"::equalsIgnoreCase).count());
        assertEquals(1, all.keySet().stream().filter("lang"::equalsIgnoreCase).count());
        assertEquals("C.UTF-8", all.get("LANG"));
        assertFalse(all.containsKey("MY_TOKEN"));
        assertFalse(all.containsKey("Editor"));
    }

    private static Map<String, String> onWindows(ShellEnvironmentPolicy policy, Map<String, String> host) {
        return CommandEnvironment.of(policy, host, "thread", SandboxPolicy.readOnly(), true);
    }

    private static Map<String, String> environment(ShellEnvironmentPolicy policy) {
        return CommandEnvironment.of(policy, HOST, "thread", SandboxPolicy.readOnly());
    }

    private static ShellEnvironmentPolicy policy(
            Inherit inherit,
            boolean ignoreDefaultExcludes,
            List<String> exclude,
            Map<String, String> set,
            List<String> includeOnly) {
        return new ShellEnvironmentPolicy(inherit, ignoreDefaultExcludes, exclude, set, includeOnly);
    }
}
