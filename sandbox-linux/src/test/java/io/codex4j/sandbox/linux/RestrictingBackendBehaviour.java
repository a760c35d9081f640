package io.codex4j.sandbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.ResourceLimits;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.WritableRoot;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the backends that restrict something do alike. */
abstract class RestrictingBackendBehaviour extends BackendBehaviour {
    @Override
    SandboxPolicy policy() {
        return SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(folder)));
    }

    private Run python(SandboxPolicy policy, String script) throws Exception {
        return Run.of(backend(), policy, folder, "python3", "-c", script);
    }

    @Test
    void refusesWhatItCannotEnforce() {
        List<SandboxPolicy> policies = List.of(
                SandboxPolicy.unrestricted(),
                SandboxPolicy.readOnly().withDeniedReads(List.of("/etc/shadow")),
                SandboxPolicy.readOnly().withNetwork(new NetworkAccess.AllowList(List.of("example.org"))),
                SandboxPolicy.readOnly()
                        .withLimits(new ResourceLimits(
                                Optional.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                Optional.of(Duration.ofSeconds(1)))),
                SandboxPolicy.workspaceWrite(List.of(WritableRoot.scratch(Path.of("/proc")))),
                SandboxPolicy.workspaceWrite(List.of(WritableRoot.scratch(Path.of("/sys/fs/cgroup")))),
                SandboxPolicy.workspaceWrite(List.of(WritableRoot.scratch(Path.of("/dev")))),
                SandboxPolicy.workspaceWrite(List.of(new WritableRoot(folder, List.of("../x"), true))));
        for (SandboxPolicy policy : policies) {
            assertTrue(backend().refusal(policy).isPresent(), policy.toString());
        }
        assertTrue(backend().refusal(SandboxPolicy.readOnly()).isEmpty());
    }

    @Test
    void writesNothingWhenReadOnly() throws Exception {
        Run run = Run.shell(backend(), SandboxPolicy.readOnly(), folder, "echo x > f; echo x > /tmp/codex4j-ro-test");
        assertTrue(run.code() != 0);
        assertFalse(Files.exists(folder.resolve("f")));
        assertFalse(Files.exists(Path.of("/tmp/codex4j-ro-test")));
    }

    @Test
    void changesNoAttributesWhenReadOnly() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "");
        var before = Files.readAttributes(file, "unix:mode,lastModifiedTime,uid");
        Run run =
                Run.shell(backend(), SandboxPolicy.readOnly(), folder, "chmod 777 f; touch -d 2001-01-01 f; chown 1 f");
        assertTrue(run.err().contains("Read-only file system"), run.toString());
        assertEquals(before, Files.readAttributes(file, "unix:mode,lastModifiedTime,uid"));
    }

    @Test
    void writesBelowTheRootsAndNowhereElse() throws Exception {
        Path root = Files.createDirectory(folder.resolve("a root"));
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("victim"), "before");
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(root)));
        Run run = Run.shell(
                backend(),
                policy,
                root,
                "mkdir d && echo x > d/f && mv d/f g && rm -r d; ln -s ../outside/victim l; echo bad > l;"
                        + " echo bad > ../outside/f; rm -f ../outside/victim; mv g ../outside/g;"
                        + " ln ../outside/victim h && echo bad > h; : > /dev/null && echo fine");
        assertEquals("fine\n", run.out());
        assertTrue(Files.exists(root.resolve("g")));
        assertEquals("before", Files.readString(outside.resolve("victim")));
        assertEquals(List.of("victim"), List.of(outside.toFile().list()));
    }

    @Test
    void takesARootThatIsASymbolicLink() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(link)));
        Run run = Run.shell(backend(), policy, link, "echo x > through-link");
        assertEquals(0, run.code(), run.err());
        assertTrue(Files.exists(real.resolve("through-link")));
    }

    @Test
    void refusesARootThatLeadsToTheKernel() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/proc/sys"));
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(link)));
        SandboxException failure =
                assertThrows(SandboxException.class, () -> Run.start(backend(), policy, folder, "true"));
        assertEquals(SandboxException.Reason.UNENFORCEABLE, failure.reason());
        assertTrue(failure.getMessage().contains("belongs to the kernel"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "line\nbreak", "ünïcode \uD83D\uDE00", "-dash", "quote\"'$(id)\\", "tab\t"})
    void takesRootsWithAwkwardNames(String name) throws Exception {
        Path root = Files.createDirectory(folder.resolve(name));
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(root)));
        Run run = Run.shell(backend(), policy, root, "echo x > f");
        assertEquals(0, run.code(), run.err());
        assertEquals(List.of("f"), List.of(root.toFile().list()));
    }

    @Test
    void passesOverRootsThatDoNotExist() throws Exception {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(List.of(
                WritableRoot.workspace(folder),
                WritableRoot.workspace(folder.resolve("absent").resolve("deeper"))));
        assertEquals(0, Run.shell(backend(), policy, folder, "echo x > f").code());
        assertFalse(Files.exists(folder.resolve("absent")));
    }

    @Test
    void takesAFileAsRoot() throws Exception {
        Path file = Files.writeString(folder.resolve("only this"), "");
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(List.of(WritableRoot.scratch(file)));
        Run run = Run.shell(backend(), policy, folder, "echo x > 'only this'; echo x > other");
        assertEquals("x\n", Files.readString(file));
        assertFalse(Files.exists(folder.resolve("other")), run.toString());
    }

    @Test
    void reachesNoNetwork() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = python(policy(), """
                    import socket, errno
                    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK):
                        try: socket.socket(family); print('made', family)
                        except PermissionError: print('EPERM')
                    a, b = socket.socketpair(); a.send(b'x'); print(b.recv(1)); a.shutdown(1)
                    try: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM); print('dgram')
                    except PermissionError: print('EPERM')
                    """);
            assertEquals("EPERM\nEPERM\nEPERM\nEPERM\nb'x'\nEPERM\n", run.out(), run.err());
            Run connect = python(
                    policy(),
                    "import socket; socket.create_connection(('127.0.0.1', " + server.getLocalPort() + "), 2)");
            assertTrue(connect.err().contains("PermissionError"), connect.err());
        }
    }

    @Test
    void reachesTheNetworkWhenItMay() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = python(
                    policy().withNetwork(NetworkAccess.FULL),
                    "import socket; socket.create_connection(('127.0.0.1', " + server.getLocalPort() + "), 2)\n"
                            + "for f in (17, 40, 38):\n"
                            + "  try: socket.socket(f, 3 if f == 17 else 5 if f == 38 else 1); print('made', f)\n"
                            + "  except PermissionError: print('EPERM')");
            assertEquals("EPERM\nEPERM\nEPERM\n", run.out(), run.err());
            assertEquals(0, run.code());
        }
    }

    @Test
    void refusesDangerousSystemCalls() throws Exception {
        Run run = python(policy(), """
                import ctypes, os, fcntl, errno
                libc = ctypes.CDLL(None, use_errno=True)
                def check(name, result):
                    if result >= 0 or ctypes.get_errno() != errno.EPERM: print(name, result, ctypes.get_errno())
                for flag in (0x20000, 0x80, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
                    check('unshare %x' % flag, libc.unshare(flag))
                check('clone', libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0)) if os.uname().machine == 'x86_64' else None
                check('mount', libc.mount(b'none', b'/mnt', b'tmpfs', 0, None))
                check('chroot', libc.chroot(b'/'))
                check('ptrace', libc.ptrace(0, 0, 0, 0))
                check('fsopen', libc.syscall(430, b'tmpfs', 0))
                check('io_uring', libc.syscall(425, 1, ctypes.create_string_buffer(256)))
                check('tiocsti', libc.ioctl(0, 0x5412, b'x'))
                check('tiocsti with high bits', libc.ioctl(0, ctypes.c_ulong(0x100005412), b'x'))
                if libc.syscall(435, 0, 0) >= 0 or ctypes.get_errno() != errno.ENOSYS: print('clone3', ctypes.get_errno())
                print('done')
                """);
        assertEquals("done\n", run.out(), run.err());
    }

    @Test
    void letsOrdinaryToolsWork() throws Exception {
        assertWorks("git init -q sub && cd sub && echo x > f && git add f"
                + " && git -c user.name=a -c user.email=a@b commit -qm m && git log --oneline | wc -l");
        assertWorks("printf '#include <stdio.h>\\nint main(){puts(\"hi\");}' > a.c && TMPDIR=$PWD gcc -o a a.c && ./a");
        assertWorks("python3 -c 'import subprocess, threading, multiprocessing.dummy, asyncio;"
                + " asyncio.run(asyncio.sleep(0)); print(subprocess.check_output([\"echo\", \"ok\"]))'");
        assertWorks("bash -c 'diff <(echo a) <(echo a); echo a | cat | cat'");
    }

    @Test
    void letsNodeWork() throws Exception {
        assertWorks("node -e 'const c = require(\"child_process\"); const p = c.spawn(\"cat\");"
                + " p.stdout.on(\"data\", d => process.stdout.write(d)); p.stdin.end(\"piped\");"
                + " console.log(c.execSync(\"echo sync\").toString())'");
    }

    @Test
    void letsAJvmWork() throws Exception {
        Path source = folder.resolve("Hello.java");
        Files.writeString(source, """
                public class Hello {
                    public static void main(String[] a) throws Exception {
                        Thread.ofVirtual().start(() -> System.out.println("virtual")).join();
                        System.out.println(new String(new ProcessBuilder("echo", "child").start().getInputStream().readAllBytes()));
                    }
                }
                """);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertWorks("'" + java + "' Hello.java");
    }

    private void assertWorks(String script) throws Exception {
        Run run = Run.shell(backend(), policy(), folder, script);
        assertEquals(0, run.code(), script + "\n" + run);
        assertEquals("", run.err(), script);
        assertFalse(run.out().isBlank(), script);
    }
}
