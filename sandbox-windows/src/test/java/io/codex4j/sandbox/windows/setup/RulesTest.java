package io.codex4j.sandbox.windows.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.windows.win32.Firewall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is only computed: ports, filters, variables, requests, and what may be read. */
class RulesTest {
    @TempDir
    private Path folder;

    @Test
    void portsOfProxiesOnThisMachineAreFound() {
        Map<String, String> variables = Map.of(
                "HTTP_PROXY", "http://127.0.0.1:8080/path",
                "https_proxy", "http://user:p@ss@localhost:8443",
                "All_Proxy", "socks5://[::1]:1080",
                "WS_PROXY", "127.1.2.3:9000",
                "wss_proxy", "http://example.com:1234",
                "CODEX_WINDOWS_SANDBOX_PROXY_PORTS", "7001, 7000,x,0,65536,,8080");
        assertEquals(
                new ProxySettings(List.of(1080, 7000, 7001, 8080, 8443, 9000), false), ProxySettings.of(variables));
    }

    @Test
    void hostsThatOnlyLookLikeThisMachineDoNotCount() {
        for (String url : List.of(
                "http://127.0.0.1.example.com:80",
                "http://localhost.example.com:80",
                "http://example.com:80/@localhost:81",
                "http://localhost",
                "localhost:",
                "localhost:port",
                ":80",
                "")) {
            assertEquals(new ProxySettings(List.of(), false), ProxySettings.of(Map.of("HTTP_PROXY", url)), url);
        }
    }

    @Test
    void localBindingIsAllowedByOneValueOnly() {
        assertTrue(ProxySettings.of(Map.of("CODEX_NETWORK_ALLOW_LOCAL_BINDING", "1"))
                .allowLocalBinding());
        assertFalse(ProxySettings.of(Map.of("CODEX_NETWORK_ALLOW_LOCAL_BINDING", "true"))
                .allowLocalBinding());
    }

    @Test
    void complementOfPortsHasNoGaps() {
        assertEquals("1-65535", FirewallRules.complement(List.of()));
        assertEquals("2-65534", FirewallRules.complement(List.of(1, 65535)));
        assertEquals("1-79,81,83-65535", FirewallRules.complement(List.of(80, 82)));
        assertEquals(
                "",
                FirewallRules.complement(IntStream.rangeClosed(1, 65535).boxed().toList()));
    }

    @Test
    void twelveFiltersBlockWhatTheRulesDoNotSee() {
        List<String> filters = new ArrayList<>();
        FirewallRules.FILTERS.forEach(
                filter -> filters.add(filter.layer() + " " + filter.field() + " " + filter.value()));
        assertEquals(
                List.of(
                        "CONNECT_V4 PROTOCOL 1",
                        "CONNECT_V6 PROTOCOL 58",
                        "RESOURCE_ASSIGNMENT_V4 PROTOCOL 1",
                        "RESOURCE_ASSIGNMENT_V6 PROTOCOL 58",
                        "CONNECT_V4 REMOTE_PORT 53",
                        "CONNECT_V6 REMOTE_PORT 53",
                        "CONNECT_V4 REMOTE_PORT 853",
                        "CONNECT_V6 REMOTE_PORT 853",
                        "CONNECT_V4 REMOTE_PORT 445",
                        "CONNECT_V6 REMOTE_PORT 445",
                        "CONNECT_V4 REMOTE_PORT 139",
                        "CONNECT_V6 REMOTE_PORT 139"),
                filters);
        List<Object> keys = new ArrayList<>();
        FirewallRules.FILTERS.forEach(filter -> keys.add(filter.key()));
        assertEquals(12, new HashSet<>(keys).size());
        assertEquals(
                "f6fadfa7-e5c1-4b62-9362-da5cc13da58a",
                keys.getFirst().toString(),
                "keys are fixed: an older set-up must be found again");
    }

    @Test
    void ruleThatWindowsGivesBackDifferentlyDoesNotAgree() {
        Firewall.Rule wanted = FirewallRules.of("S-1-5-21-1-2-3-4", new ProxySettings(List.of(), false))
                .getFirst();
        assertTrue(FirewallRules.agree(wanted, rule(wanted, "0.0.0.0-126.255.255.255", wanted.userSddl())));
        assertFalse(FirewallRules.agree(wanted, rule(wanted, "*", wanted.userSddl())));
        assertFalse(FirewallRules.agree(wanted, rule(wanted, wanted.remoteAddresses(), "")));
    }

    @Test
    void requestIsThatOfTheReference() throws Exception {
        SetupRequest request = new SetupRequest(
                SetupRequest.Mode.INTERACTIVE_PROVISION,
                "C:\\Users\\me\\.codex",
                List.of(),
                new ProxySettings(List.of(8080), true),
                "PC\\me");
        String json = new String(Base64.getDecoder().decode(request.encode()), StandardCharsets.UTF_8);
        assertEquals(
                "{\"version\":5,\"offline_username\":\"CodexSandboxOffline\",\"online_username\":\"CodexSandboxOnline\","
                        + "\"codex_home\":\"C:\\\\Users\\\\me\\\\.codex\",\"command_cwd\":\"C:\\\\Users\\\\me\\\\.codex\","
                        + "\"read_roots\":[],\"write_roots\":[],\"deny_read_paths\":[],\"deny_write_paths\":[],"
                        + "\"proxy_ports\":[8080],\"allow_local_binding\":true,\"otel\":null,\"real_user\":\"PC\\\\me\","
                        + "\"mode\":\"interactive-provision\",\"refresh_only\":false}",
                json);
        assertEquals(request, SetupRequest.decode(request.encode()));
    }

    @Test
    void childIsToldOfNoPagersAndTrustsItsRepository() throws Exception {
        Path directory = Files.createDirectories(folder.resolve("repo/src"));
        Files.createDirectories(folder.resolve("repo/.git"));
        Map<String, String> environment = ChildEnvironment.elevated(
                Map.of("Output", "/dev/null", "pager", "less", "GIT_CONFIG_COUNT", "2", "Path", "x"), directory);
        assertEquals(
                Map.of(
                        "Output", "NUL",
                        "pager", "less",
                        "GIT_PAGER", "more.com",
                        "LESS", "",
                        "Path", "x",
                        "GIT_CONFIG_COUNT", "3",
                        "GIT_CONFIG_KEY_2", "safe.directory",
                        "GIT_CONFIG_VALUE_2", folder.resolve("repo").toString().replace('\\', '/')),
                environment);
    }

    @Test
    void childWithoutARepositoryTrustsNone() throws Exception {
        Map<String, String> environment = ChildEnvironment.elevated(Map.of("GIT_CONFIG_COUNT", "many"), folder);
        assertEquals("many", environment.get("GIT_CONFIG_COUNT"));
        Files.createDirectories(folder.resolve(".git"));
        assertEquals(
                "1",
                ChildEnvironment.elevated(Map.of("GIT_CONFIG_COUNT", "many"), folder)
                        .get("GIT_CONFIG_COUNT"));
    }

    @Test
    void unelevatedChildIsToldThatThereIsNoNetwork() throws Exception {
        Map<String, String> environment = ChildEnvironment.unelevated(
                Map.of(
                        "USERPROFILE", folder.toString(),
                        "Path", "C:\\Windows;C:\\bin",
                        "PathExt", ".COM;.EXE;.bat",
                        "http_proxy", "http://proxy.example.com:3128"),
                NetworkAccess.NONE);
        Path stubs = folder.resolve(".sbx-denybin");
        assertEquals(stubs + ";C:\\Windows;C:\\bin", environment.get("Path"));
        assertEquals(".BAT;.CMD;.COM;.EXE", environment.get("PathExt"));
        assertEquals("http://127.0.0.1:9", environment.get("http_proxy"));
        Map<String, String> expected = Map.ofEntries(
                Map.entry("SBX_NONET_ACTIVE", "1"),
                Map.entry("HTTPS_PROXY", "http://127.0.0.1:9"),
                Map.entry("ALL_PROXY", "http://127.0.0.1:9"),
                Map.entry("GIT_HTTP_PROXY", "http://127.0.0.1:9"),
                Map.entry("GIT_HTTPS_PROXY", "http://127.0.0.1:9"),
                Map.entry("NO_PROXY", "localhost,127.0.0.1,::1"),
                Map.entry("PIP_NO_INDEX", "1"),
                Map.entry("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
                Map.entry("NPM_CONFIG_OFFLINE", "true"),
                Map.entry("CARGO_NET_OFFLINE", "true"),
                Map.entry("GIT_SSH_COMMAND", "cmd /c exit 1"),
                Map.entry("GIT_ALLOW_PROTOCOLS", ""),
                Map.entry("GIT_ALLOW_PROTOCOL", "file"));
        expected.forEach((name, value) -> assertEquals(value, environment.get(name), name));
        for (String name : List.of("ssh.bat", "ssh.cmd", "scp.bat", "scp.cmd")) {
            assertEquals(
                    "@echo off\r\necho This sandbox has no network.>&2\r\nexit /b 1\r\n",
                    Files.readString(stubs.resolve(name)));
        }
    }

    @Test
    void unelevatedChildWithNetworkKeepsItsProxies() throws Exception {
        Map<String, String> environment = ChildEnvironment.unelevated(
                Map.of("HTTP_PROXY", "http://proxy:1", "USERPROFILE", folder.toString()), NetworkAccess.FULL);
        assertEquals("http://proxy:1", environment.get("HTTP_PROXY"));
        assertFalse(environment.containsKey("SBX_NONET_ACTIVE"));
        assertFalse(Files.exists(folder.resolve(".sbx-denybin")));
    }

    @Test
    void readRootsAreTheUrgentOnesAndTheRest() throws Exception {
        Path root = folder.toRealPath();
        Path profile = Files.createDirectories(root.resolve("me"));
        Path work = Files.createDirectories(profile.resolve("work"));
        Path system = Files.createDirectories(root.resolve("Windows"));
        Path java = Files.createDirectories(root.resolve("java"));
        Path program = Files.writeString(root.resolve("tool.exe"), "");
        Path secret = Files.createDirectories(profile.resolve("secret"));
        Files.createDirectories(profile.resolve(".kube"));
        Path music = Files.createDirectories(profile.resolve("Music"));
        SandboxHome home = new SandboxHome(root.resolve("home"));
        Files.createDirectories(home.programs());
        Environment variables = new Environment(Map.of(
                "USERPROFILE", profile.toString(),
                "SystemRoot", system.toString(),
                "ProgramData", root.resolve("gone").toString()));
        ReadRoots roots = ReadRoots.of(
                home,
                variables,
                WriteRules.of(SandboxPolicy.readOnly(), work, variables, home),
                work,
                List.of(java),
                program.toString(),
                List.of(secret));
        assertEquals(List.of(home.programs(), java, work, program), roots.urgent());
        assertEquals(List.of(system, music), roots.others());
        ReadRoots writable = ReadRoots.of(
                home,
                variables,
                WriteRules.of(Policies.workspace(work), work, variables, home),
                work,
                List.of(),
                "cmd",
                List.of());
        assertEquals(List.of(home.programs()), writable.urgent());
    }

    @Test
    void globsOfDeniedReadsAreExpanded() throws Exception {
        Path root = folder.toRealPath();
        Path deep = Files.createDirectories(root.resolve("a/b"));
        Path first = Files.writeString(root.resolve(".env"), "");
        Path second = Files.writeString(deep.resolve(".env"), "");
        Path keys = Files.createDirectories(root.resolve("a/keys"));
        Files.writeString(keys.resolve("key.pem"), "");
        String base = root.toString();
        assertEquals(
                List.of(second), DeniedReads.find(List.of(base + "/**/.env")), "** stands for one folder at least");
        assertEquals(List.of(first), DeniedReads.find(List.of(base + "/.en[v]")));
        assertEquals(List.of(keys), DeniedReads.find(List.of(base + "/*/k*")), "not what lies below what is denied");
        assertEquals(
                List.of(first, keys),
                DeniedReads.find(List.of(keys.toString(), first.toString(), base + "/gone", base + "/gone/*")));
        assertThrows(IOException.class, () -> DeniedReads.find(List.of(base + "/[")));
    }

    private static Firewall.Rule rule(Firewall.Rule like, String addresses, String users) {
        return new Firewall.Rule(
                like.name(),
                like.description(),
                like.direction(),
                like.protocol(),
                addresses,
                like.remotePorts(),
                users);
    }
}
