package io.codex4j.sandbox.windows.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.WritableRoot;
import io.codex4j.sandbox.windows.ipc.PermissionProfile;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Access;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Entry;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteRulesTest {
    @TempDir
    private Path folder;

    private Path work;
    private Path profile;
    private SandboxHome home;

    @BeforeEach
    void makeFolders() throws IOException {
        folder = folder.toRealPath();
        work = Files.createDirectories(folder.resolve("work"));
        profile = Files.createDirectories(folder.resolve("me"));
        home = new SandboxHome(Files.createDirectories(profile.resolve(".codex")));
    }

    @Test
    void readOnlyWritesNowhere() {
        WriteRules rules = rules(SandboxPolicy.readOnly());
        assertEquals(List.of(), rules.roots());
        assertEquals(Map.of(), rules.denied());
        assertEquals(work, rules.workspace());
        assertEquals(
                new PermissionProfile.Managed(
                        new PermissionProfile.FileSystem.Restricted(
                                List.of(special("root", Access.READ)), OptionalInt.empty()),
                        false),
                Profiles.of(SandboxPolicy.readOnly(), rules));
    }

    @Test
    void workspaceIsAsTheReferenceSaysIt() throws Exception {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Files.createDirectories(work.resolve(".git"));
        Files.createDirectories(work.resolve("src/.git"));
        SandboxPolicy policy =
                SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(work), WritableRoot.scratch(temporary)));
        WriteRules rules = WriteRules.of(policy, work, variables(Map.of("TEMP", temporary.toString())), home);
        assertEquals(List.of(temporary, work), rules.roots());
        assertEquals(Map.of(work.resolve(".git"), List.of(work)), rules.denied());
        assertEquals(
                new PermissionProfile.Managed(
                        new PermissionProfile.FileSystem.Restricted(
                                List.of(
                                        special("root", Access.READ),
                                        file(work, Access.WRITE),
                                        special("slash_tmp", Access.WRITE),
                                        special("tmpdir", Access.WRITE),
                                        skip(".git"),
                                        skip(".codex"),
                                        skip(".agents")),
                                OptionalInt.empty()),
                        false),
                Profiles.of(policy, rules));
    }

    @Test
    void temporaryFoldersOfTheChildAreAddedToAScratchFolder() throws Exception {
        Path temp = Files.createDirectories(folder.resolve("temp"));
        Path tmp = Files.createDirectories(folder.resolve("tmp"));
        Environment variables = variables(Map.of("Temp", temp.toString(), "tmp", tmp.toString()));
        SandboxPolicy scratch =
                SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(work), WritableRoot.scratch(temp)));
        assertEquals(
                List.of(temp, tmp, work),
                WriteRules.of(scratch, work, variables, home).roots());
        assertEquals(
                List.of(work),
                WriteRules.of(Policies.workspace(work), work, variables, home).roots());
    }

    @Test
    void firstRootIsTheWorkspaceWhereverTheCommandStands() throws Exception {
        Path below = Files.createDirectories(work.resolve("below"));
        assertEquals(
                work,
                WriteRules.of(Policies.workspace(work), below, variables(Map.of()), home)
                        .workspace());
    }

    @Test
    void missingRootIsLeftOutAndTold() {
        WriteRules rules = rules(Policies.workspace(work, folder.resolve("gone")));
        assertEquals(List.of(work), rules.roots());
        assertEquals(1, rules.notes().size());
        assertTrue(rules.notes().getFirst().contains("gone"));
    }

    @Test
    void linksAreFollowedButNotOutOfAWritableFolder() throws Exception {
        Path real = Files.createDirectories(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        assertEquals(List.of(real, work), rules(Policies.workspace(work, link)).roots());
        Path trap = Files.createSymbolicLink(work.resolve("out"), profile);
        WriteRules rules = rules(Policies.workspace(work, trap));
        assertEquals(List.of(work), rules.roots());
        assertTrue(rules.notes().getFirst().contains("a command could have made it so"));
    }

    @Test
    void homeOfTheSandboxIsNeverWritable() throws Exception {
        Files.createDirectories(home.programs());
        Path memories = Files.createDirectories(home.home().resolve("memories"));
        assertEquals(List.of(), rules(Policies.workspace(home.home())).roots());
        assertEquals(List.of(), rules(Policies.workspace(home.programs())).roots());
        assertEquals(List.of(memories), rules(Policies.workspace(memories)).roots());
        assertEquals(
                Map.of(home.home(), List.of(folder)),
                rules(Policies.workspace(folder)).denied());
    }

    @Test
    void profileFolderStandsForWhatIsInIt() throws Exception {
        for (String name : List.of("Documents", ".ssh", ".aws", ".git", "keys")) {
            Files.createDirectories(profile.resolve(name));
        }
        Files.writeString(profile.resolve("NTUSER.DAT"), "");
        Files.writeString(profile.resolve("file"), "");
        Files.createSymbolicLink(profile.resolve("Application Data"), work);
        Files.writeString(profile.resolve(".ssh/config"), "Host *\n  IdentityFile=\"~/keys/id\"\n");
        WriteRules rules = rules(Policies.workspace(profile));
        assertEquals(List.of(profile.resolve("Documents")), rules.roots());
        assertTrue(Profiles.of(Policies.workspace(profile), rules).toString().contains("WRITE"));
    }

    @Test
    void pointerOfAWorktreeIsProtectedTooWhereItIsWritable() throws Exception {
        Path repository = Files.createDirectories(folder.resolve("repository/.git/worktrees/one"));
        Path main = folder.resolve("repository");
        Files.writeString(work.resolve(".git"), "gitdir: " + repository + "\n");
        assertEquals(
                Map.of(work.resolve(".git"), List.of(work)),
                rules(Policies.workspace(work)).denied());
        Map<Path, List<Path>> denied = rules(Policies.workspace(work, main)).denied();
        assertEquals(List.of(main), denied.get(repository));
        assertEquals(List.of(main), denied.get(main.resolve(".git")));
        Files.writeString(work.resolve(".git"), "gitdir: \0\n");
        assertEquals(1, rules(Policies.workspace(work)).denied().size());
    }

    @Test
    void rootInsideAProtectedNameStaysWritable() throws Exception {
        Path hooks = Files.createDirectories(work.resolve(".git/hooks"));
        WriteRules rules = rules(Policies.workspace(work, hooks));
        assertEquals(List.of(work, hooks), rules.roots());
        assertEquals(List.of(work), rules.denied().get(work.resolve(".git")));
        assertFalse(
                rules(Policies.workspace(work, work.resolve(".git"))).denied().containsKey(work.resolve(".git")));
    }

    private WriteRules rules(SandboxPolicy policy) {
        return WriteRules.of(policy, work, variables(Map.of()), home);
    }

    private Environment variables(Map<String, String> more) {
        Environment variables = new Environment(more);
        variables.put("USERPROFILE", profile.toString());
        return variables;
    }

    private static Entry special(String kind, Access access) {
        return new Entry(new Place.Special(kind, Optional.empty()), access, Optional.empty());
    }

    private static Entry file(Path path, Access access) {
        return new Entry(new Place.File(path.toString()), access, Optional.empty());
    }

    private Entry skip(String name) {
        return new Entry(new Place.File(work.resolve(name).toString()), Access.READ, Optional.of("skip"));
    }
}
