package io.codex4j.sandbox.windows.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.codex4j.sandbox.windows.ipc.PermissionProfile.Access;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Entry;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.FileSystem;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Place;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Permission profiles; in the JSON of this test single quotes stand for double ones, and / for \\. */
class PermissionProfileTest {
    static Stream<Arguments> written() {
        return Stream.of(
                Arguments.of("{'type':'disabled'}", new PermissionProfile.Disabled()),
                Arguments.of("{'type':'external','network':'restricted'}", new PermissionProfile.External(false)),
                Arguments.of("{'type':'external','network':'enabled'}", new PermissionProfile.External(true)),
                Arguments.of(
                        "{'type':'managed','file_system':{'type':'unrestricted'},'network':'enabled'}",
                        new PermissionProfile.Managed(new FileSystem.Unrestricted(), true)),
                Arguments.of(managed(""), restricted()),
                Arguments.of(
                        "{'type':'managed','file_system':{'type':'restricted','entries':[],'glob_scan_max_depth':7},"
                                + "'network':'restricted'}",
                        new PermissionProfile.Managed(new FileSystem.Restricted(List.of(), OptionalInt.of(7)), false)),
                Arguments.of(
                        managed("{'path':{'type':'path','path':'C:/x'},'access':'write'}"),
                        restricted(entry(new Place.File("C:\\x"), Access.WRITE))),
                Arguments.of(
                        managed("{'path':{'type':'glob_pattern','pattern':'**.env'},'access':'deny'}"),
                        restricted(entry(new Place.Glob("**.env"), Access.DENY))),
                Arguments.of(
                        managed("{'path':{'type':'path','path':'C:/x/.git'},'access':'read',"
                                + "'missing_path_behavior':'skip'}"),
                        restricted(new Entry(new Place.File("C:\\x\\.git"), Access.READ, Optional.of("skip")))),
                Arguments.of(special("{'kind':'root'}"), restricted(role("root", Optional.empty()))),
                Arguments.of(special("{'kind':'minimal'}"), restricted(role("minimal", Optional.empty()))),
                Arguments.of(special("{'kind':'project_roots'}"), restricted(role("project_roots", Optional.empty()))),
                Arguments.of(
                        special("{'kind':'project_roots','subpath':'a'}"),
                        restricted(role("project_roots", Optional.of("a")))),
                Arguments.of(special("{'kind':'tmpdir'}"), restricted(role("tmpdir", Optional.empty()))),
                Arguments.of(special("{'kind':'slash_tmp'}"), restricted(role("slash_tmp", Optional.empty()))),
                Arguments.of(
                        special("{'kind':'unknown','path':':new'}"),
                        restricted(entry(new Place.Unknown(":new", Optional.empty()), Access.READ))),
                Arguments.of(
                        special("{'kind':'unknown','path':':new','subpath':'a'}"),
                        restricted(entry(new Place.Unknown(":new", Optional.of("a")), Access.READ))),
                Arguments.of(
                        managed(
                                "{'path':{'type':'special','value':{'kind':'root'}},'access':'read'},"
                                        + "{'path':{'type':'path','path':'C:/w'},'access':'write'},"
                                        + "{'path':{'type':'special','value':{'kind':'slash_tmp'}},'access':'write'},"
                                        + "{'path':{'type':'path','path':'C:/w/.git'},'access':'read','missing_path_behavior':'skip'}"),
                        restricted(
                                role("root", Optional.empty()),
                                entry(new Place.File("C:\\w"), Access.WRITE),
                                entry(new Place.Special("slash_tmp", Optional.empty()), Access.WRITE),
                                new Entry(new Place.File("C:\\w\\.git"), Access.READ, Optional.of("skip")))));
    }

    @ParameterizedTest
    @MethodSource("written")
    void profileIsWrittenAndReadSo(String json, PermissionProfile profile) throws IOException {
        assertEquals(profile, read(json));
        String request = Wire.text(Requests.read(Requests.with("permission_profile", wire(json))));
        assertEquals(
                wire(json),
                request.substring(request.indexOf("{\"type\":", 50), request.indexOf(",\"workspace_roots\"")));
    }

    static Stream<Arguments> onlyRead() {
        return Stream.of(
                // Any order, tags last, other fields, null where nothing was meant.
                Arguments.of(
                        "{'network':'enabled','x':{},'file_system':{'entries':[],'glob_scan_max_depth':null,"
                                + "'type':'restricted'},'type':'managed'}",
                        new PermissionProfile.Managed(new FileSystem.Restricted(List.of(), OptionalInt.empty()), true)),
                Arguments.of(
                        managed("{'access':'none','missing_path_behavior':null,'x':1,'path':{'path':'C:/x','y':2,"
                                + "'type':'path'}}"),
                        restricted(entry(new Place.File("C:\\x"), Access.DENY))),
                // A field that belongs to another tag is just one more unknown field.
                Arguments.of("{'type':'disabled','network':3,'file_system':3}", new PermissionProfile.Disabled()),
                Arguments.of(
                        "{'type':'managed','file_system':{'type':'unrestricted','entries':3},'network':'enabled'}",
                        new PermissionProfile.Managed(new FileSystem.Unrestricted(), true)),
                Arguments.of(
                        special("{'kind':'root','subpath':3,'path':4}"), restricted(role("root", Optional.empty()))),
                Arguments.of(
                        special("{'subpath':null,'kind':'project_roots'}"),
                        restricted(role("project_roots", Optional.empty()))),
                // An older name.
                Arguments.of(
                        special("{'kind':'current_working_directory'}"),
                        restricted(role("project_roots", Optional.empty()))),
                // Depths beyond an int.
                Arguments.of(
                        "{'type':'managed','file_system':{'type':'restricted','entries':[],"
                                + "'glob_scan_max_depth':18446744073709551615},'network':'restricted'}",
                        new PermissionProfile.Managed(
                                new FileSystem.Restricted(List.of(), OptionalInt.of(Integer.MAX_VALUE)), false)));
    }

    @ParameterizedTest
    @MethodSource("onlyRead")
    void otherFormsAreReadToo(String json, PermissionProfile profile) throws IOException {
        assertEquals(profile, read(json));
    }

    static Stream<Arguments> legacy() {
        Entry read = entry(new Place.File("C:\\a"), Access.READ);
        Entry write = entry(new Place.File("C:\\b"), Access.WRITE);
        return Stream.of(
                Arguments.of("{}", restricted()),
                Arguments.of("{'network':null,'file_system':null}", restricted()),
                Arguments.of("{'network':{'enabled':true}}", enabled()),
                Arguments.of("{'network':{'enabled':true,'x':1},'file_system':{}}", enabled()),
                Arguments.of("{'network':{},'file_system':{'entries':[]}}", restricted()),
                Arguments.of("{'network':{'enabled':null},'file_system':{'read':['C:/a']}}", restricted(read)),
                Arguments.of("{'file_system':{'write':['C:/b'],'read':['C:/a']}}", restricted(read, write)),
                Arguments.of("{'network':{'enabled':false},'file_system':{'read':null,'write':null}}", restricted()),
                Arguments.of(
                        "{'network':{'enabled':false},'file_system':{'entries':[{'path':{'type':'path','path':'C:/a'},"
                                + "'access':'read'}]}}",
                        restricted(read)),
                Arguments.of(
                        "{'network':{'enabled':true},'file_system':{'entries':[],'glob_scan_max_depth':3}}",
                        new PermissionProfile.Managed(new FileSystem.Restricted(List.of(), OptionalInt.of(3)), true)));
    }

    @ParameterizedTest
    @MethodSource("legacy")
    void formWithoutTagIsReadAsManaged(String json, PermissionProfile profile) throws IOException {
        assertEquals(profile, read(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'zz'}",
                "{'type':null}",
                "{'type':'managed','type':'managed'}",
                "{'type':'external'}",
                "{'type':'managed','network':'enabled'}",
                "{'type':'managed','file_system':{'type':'unrestricted'}}",
                "{'type':'managed','file_system':{'type':'unrestricted'},'network':'full'}",
                "{'type':'managed','file_system':{'type':'unrestricted'},'network':{'enabled':true}}",
                "{'type':'managed','file_system':{'type':'zz'},'network':'enabled'}",
                "{'type':'managed','file_system':{'entries':[]},'network':'enabled'}",
                "{'type':'managed','file_system':{'type':'restricted'},'network':'enabled'}",
                "{'type':'managed','file_system':{'type':'restricted','entries':{}},'network':'enabled'}",
                "{'type':'managed','file_system':{'type':'restricted','entries':[],'glob_scan_max_depth':0},'network':'enabled'}",
                "{'type':'managed','file_system':{'type':'restricted','entries':[],'glob_scan_max_depth':-1},'network':'enabled'}",
                "{'type':'managed','file_system':{'type':'restricted','entries':[],'glob_scan_max_depth':1.5},'network':'enabled'}",
                "{'type':'managed','file_system':{'type':'restricted','entries':[],'glob_scan_max_depth':18446744073709551616},"
                        + "'network':'enabled'}",
                "{'zz':1}",
                "{'network':{'enabled':true},'x':1}",
                "{'network':'restricted','file_system':{'entries':[]}}",
                "{'network':{'enabled':1}}",
                "{'file_system':{'type':'restricted','entries':[]}}",
                "{'file_system':{'entries':[],'read':[]}}",
                "{'file_system':{'entries':[],'x':1}}",
                "{'file_system':{'read':['a',1]}}",
            })
    void anythingElseIsRefused(String json) {
        assertThrows(FrameException.class, () -> read(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3",
                "null",
                "{'path':{'type':'path','path':'C:/x'}}",
                "{'access':'read'}",
                "{'path':'C:/x','access':'read'}",
                "{'path':{'type':'path','path':'C:/x'},'access':'execute'}",
                "{'path':{'type':'path','path':'C:/x'},'access':'read','missing_path_behavior':3}",
                "{'path':{'type':'path'},'access':'read'}",
                "{'path':{'type':'path','path':null},'access':'read'}",
                "{'path':{'type':'zz','path':'C:/x'},'access':'read'}",
                "{'path':{'path':'C:/x'},'access':'read'}",
                "{'path':{'type':'glob_pattern','path':'C:/x'},'access':'read'}",
                "{'path':{'type':'special'},'access':'read'}",
                "{'path':{'type':'special','value':'root'},'access':'read'}",
                "{'path':{'type':'special','value':{}},'access':'read'}",
                "{'path':{'type':'special','value':{'kind':'zz'}},'access':'read'}",
                "{'path':{'type':'special','value':{'kind':'unknown'}},'access':'read'}",
                "{'path':{'type':'special','value':{'kind':'project_roots','subpath':3}},'access':'read'}",
            })
    void entryThatIsNoneIsRefused(String entry) {
        assertThrows(FrameException.class, () -> read(managed(entry)));
    }

    private static PermissionProfile read(String json) throws FrameException {
        return Requests.read(Requests.with("permission_profile", wire(json))).permissionProfile();
    }

    private static String wire(String json) {
        return json.replace('\'', '"').replace("/", "\\\\");
    }

    private static String managed(String entries) {
        return "{'type':'managed','file_system':{'type':'restricted','entries':[" + entries
                + "]},'network':'restricted'}";
    }

    private static String special(String value) {
        return managed("{'path':{'type':'special','value':" + value + "},'access':'read'}");
    }

    private static PermissionProfile restricted(Entry... entries) {
        return new PermissionProfile.Managed(new FileSystem.Restricted(List.of(entries), OptionalInt.empty()), false);
    }

    private static PermissionProfile enabled() {
        return new PermissionProfile.Managed(new FileSystem.Restricted(List.of(), OptionalInt.empty()), true);
    }

    private static Entry entry(Place place, Access access) {
        return new Entry(place, access, Optional.empty());
    }

    private static Entry role(String kind, Optional<String> subpath) {
        return entry(new Place.Special(kind, subpath), Access.READ);
    }
}
