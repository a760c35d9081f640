package io.codex4j.tools.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the patch language means, case by case, as seen on the reference. */
class PatchTableTest {
    private static final String HEADERS = " is not a valid hunk header. Valid hunk headers: '*** Add File: {path}',"
            + " '*** Delete File: {path}', '*** Update File: {path}'";
    private static final String MARKS =
            ". Every line should start with ' ' (context line), '+' (added line), or '-'" + " (removed line)";

    @TempDir
    Path temporary;

    static Stream<Arguments> updates() {
        return Stream.of(
                arguments("first chunk without @@", "a\nb\nc\n", " a\n-b\n+B", "a\nB\nc\n"),
                arguments("insertion without header", "a\nb\nc\n", "@@\n+x", "a\nb\nc\nx\n"),
                arguments("insertion under a header goes to the end", "a\nb\nc\n", "@@ a\n+x", "a\nb\nc\nx\n"),
                arguments("insertion, then a chunk before it", "a\nb\nc\n", "@@\n+x\n@@\n-a\n+y", "y\nb\nc\nx\n"),
                arguments("insertion without final newline", "a\nb", "@@\n+x", "a\nb\nx\n"),
                arguments("insertion after blank lines", "a\n\n", "@@\n+x", "a\n\nx\n"),
                arguments("change without final newline", "a\nb", "@@\n-b\n+x", "a\nx\n"),
                arguments("final newline is added anywhere", "a\nb\nc", "@@\n-a\n+x", "x\nb\nc\n"),
                arguments("insertion into an empty file", "", "@@\n+x", "x\n"),
                arguments("removal of everything", "a\n", "@@\n-a", ""),
                arguments("end of file takes the last one", "a\nb\na\n", "@@\n-a\n+x\n*** End of File", "a\nb\nx\n"),
                arguments("end of file with context", "a\nb\nc\n", "@@\n c\n+x\n*** End of File", "a\nb\nc\nx\n"),
                arguments("blanks at line ends differ", "a  \nb\n", "@@\n-a\n+x\n b", "x\nb\n"),
                arguments("context becomes what the patch says", "a  \nb\n", "@@\n a\n-b\n+x", "a\nx\n"),
                arguments("blanks at line starts differ", "   a\nb\n", "@@\n a\n-b\n+x", "a\nx\n"),
                arguments("typographic characters", "a — b\nc “q”\n", "@@\n a - b\n-c \"q\"\n+x", "a - b\nx\n"),
                arguments("no-break blank", "a\u00a0b\n", "@@\n-a b\n+x", "x\n"),
                arguments("exact match further down wins", " a\nb\na\nb\n", "@@\n-a\n+x", " a\nb\nx\nb\n"),
                arguments("line ends are kept", "a\r\nb\r\nc\r\n", "@@\n a\n-b\n+x", "a\r\nx\r\nc\r\n"),
                arguments("line ends at the end", "a\r\nb", "@@\n-b\n+x\n+y", "a\r\nx\r\ny\r\n"),
                arguments("mixed line ends", "a\r\nb\nc\r\n", "@@\n-b\n+x\n@@\n-c\n+y", "a\r\nx\ny\r\n"),
                arguments("lone carriage return", "a\rb\n", "@@\n-a\rb\n+x", "x\n"),
                arguments("empty line is empty context", "a\n\nb\n", "@@\n a\n\n-b\n+x", "a\n\nx\n"),
                arguments("empty last line", "a\nb\n", "@@\n a\n-b\n+x\n", "a\nx\n"),
                arguments("blank last line", "a\nb\n", "@@\n a\n-b\n+x\n ", "a\nx\n"),
                arguments("removed and added empty last line", "a\nb\n", "@@\n-b\n-\n+x\n+", "a\nx\n"),
                arguments("header, then what follows it", "a\nx\nb\nx\n", "@@ b\n-x\n+y", "a\nx\nb\ny\n"),
                arguments(
                        "header with other blanks",
                        "  def f\n x\n def g\n x\n",
                        "@@ def g\n- x\n+ y",
                        "  def f\n x\n def g\n y\n"),
                arguments("header of blanks is none", "a\nb\n", "@@ \n-b\n+x", "a\nx\n"),
                arguments("blank line before the first chunk", "a\nb\n", "\n@@\n-b\n+x", "a\nx\n"),
                arguments("context only", "a\nb\nc\n", "@@\n a", "a\nb\nc\n"),
                arguments("trailing blank lines of the file", "a\n\n\n", "@@\n-a\n+x", "x\n\n\n"),
                arguments(
                        "added line that looks like a marker",
                        "a\nb\n",
                        "@@\n-a\n+*** End Patch",
                        "*** End Patch\nb\n"),
                arguments("context that looks like a marker", "*** x\nb\n", "@@\n *** x\n-b\n+c", "*** x\nc\n"),
                arguments("tabs and blanks", "\ta\n\tb\n", "@@\n     a\n-\tb\n+\tc", "    a\n\tc\n"),
                arguments("move to its own place", "a\n", "*** Move to: f\n@@\n-a\n+b", "b\n"),
                arguments("second update", "a\nb\n", "@@\n-a\n+x\n*** Update File: f\n@@\n-x\n+y", "y\nb\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("updates")
    void updates(String name, String before, String chunks, String after) throws Exception {
        PatchFolder folder = new PatchFolder(temporary).with("f", before);
        String summary = folder.apply(PatchFolder.update(chunks));
        assertTrue(summary.startsWith("Success. Updated the following files:\nM f\n"), summary);
        assertEquals(Map.of("f", bytes(after)), folder.files());
    }

    private static String bytes(String text) {
        return new String(
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static Stream<Arguments> failures() {
        String update = "*** Begin Patch\n*** Update File: f\n";
        String end = "\n*** End Patch";
        String missing = "Failed to find expected lines in f:\n";
        return Stream.of(
                arguments("end of file not at the end", update + "@@\n-a\n+x\n*** End of File" + end, missing + "a"),
                arguments(
                        "chunk after the end", update + "@@\n-c\n+x\n*** End of File\n@@\n-b\n+y" + end, missing + "b"),
                arguments("wrong order", update + "@@\n-c\n+x\n@@\n-a\n+y" + end, missing + "a"),
                arguments("overlap", update + "@@\n a\n-b\n+x\n@@\n b\n-c\n+y" + end, missing + "b\nc"),
                arguments("header is part of the chunk", update + "@@ b\n b\n-c\n+y" + end, missing + "b\nc"),
                arguments("lines that are not there", update + "@@\n-nope\n+x" + end, missing + "nope"),
                arguments("only a blank line that is not there", update + "@@\n \n+x" + end, missing),
                arguments("header that is not there", update + "@@ d\n-a\n+x" + end, "Failed to find context 'd' in f"),
                arguments(
                        "header of a diff",
                        update + "@@ -1,2 +1,2 @@\n-b\n+x" + end,
                        "Failed to find context '-1,2 +1,2 @@' in f"),
                arguments(
                        "two headers",
                        update + "@@ a\n@@ b\n-x\n+y" + end,
                        "invalid hunk at line 4, Unexpected line found in update hunk: '@@ b'" + MARKS),
                arguments(
                        "no blank after @@",
                        update + "@@a\n-b\n+x" + end,
                        "invalid hunk at line 3, Unexpected line found in update hunk: '@@a'" + MARKS),
                arguments(
                        "line without mark",
                        update + "@@\na\n-b\n+x" + end,
                        "invalid hunk at line 4, Unexpected line found in update hunk: 'a'" + MARKS),
                arguments(
                        "later line without mark",
                        update + "@@\n a\nb\n+x" + end,
                        "invalid hunk at line 5, Expected update hunk to start with a @@ context marker, got: 'b'"),
                arguments(
                        "chunk without lines",
                        update + "@@" + end,
                        "invalid hunk at line 4, Update hunk does not contain any lines"),
                arguments(
                        "end of file without lines",
                        update + "@@\n*** End of File" + end,
                        "invalid hunk at line 4, Update hunk does not contain any lines"),
                arguments(
                        "update without chunk",
                        "*** Begin Patch\n*** Update File: f" + end,
                        "invalid hunk at line 2, Update file hunk for path 'f' is empty"),
                arguments(
                        "move without chunk",
                        update + "*** Move to: g" + end,
                        "invalid hunk at line 2, Update file hunk for path 'f' is empty"),
                arguments("unknown marker in a chunk", update + "@@\n-a\n+x\n*** foo" + end, header(6, "*** foo")),
                arguments("added lines without plus", "*** Begin Patch\n*** Add File: n\nfoo" + end, header(3, "foo")),
                arguments(
                        "blank line after added lines",
                        "*** Begin Patch\n*** Add File: n\n+a\n\n*** Delete File: f" + end,
                        header(4, "")),
                arguments(
                        "blank line between operations",
                        "*** Begin Patch\n*** Delete File: f\n\n*** Add File: n\n+a" + end,
                        header(3, "")),
                arguments("blank line at the start", "*** Begin Patch\n\n*** Delete File: f" + end, header(2, "")),
                arguments("unknown operation", "*** Begin Patch\n*** Foo File: f" + end, header(2, "*** Foo File: f")),
                arguments(
                        "no path",
                        "*** Begin Patch\n*** Update File: \n@@\n-a\n+b" + end,
                        header(2, "*** Update File:")),
                arguments(
                        "environment of a newer version",
                        "*** Begin Patch\n*** Environment ID: x\n*** Delete File: f" + end,
                        header(2, "*** Environment ID: x")),
                arguments("nothing", "", "invalid patch: The last line of the patch must be '*** End Patch'"),
                arguments(
                        "no end",
                        update + "@@\n-a\n+b\n",
                        "invalid patch: The last line of the patch must be '*** End Patch'"),
                arguments(
                        "begin only",
                        "*** Begin Patch",
                        "invalid patch: The last line of the patch must be '*** End Patch'"),
                arguments(
                        "no begin",
                        "*** Update File: f\n@@\n-a\n+b" + end,
                        "invalid patch: The first line of the patch must be '*** Begin Patch'"),
                arguments(
                        "text after the end",
                        update + "@@\n-a\n+b" + end + "\nfoo",
                        "invalid patch: The last line of the patch must be '*** End Patch'"),
                arguments(
                        "text before the begin",
                        "foo\n" + update + "@@\n-a\n+b" + end,
                        "invalid patch: The first line of the patch must be '*** Begin Patch'"),
                arguments(
                        "other here-document",
                        "<<XX\n" + update + "@@\n-a\n+b" + end + "\nXX",
                        "invalid patch: The first line of the patch must be '*** Begin Patch'"),
                arguments(
                        "delete what is not there",
                        "*** Begin Patch\n*** Delete File: no" + end,
                        "Failed to read no: No such file or directory (os error 2)"),
                arguments(
                        "delete a folder",
                        "*** Begin Patch\n*** Delete File: sub" + end,
                        "Failed to read sub: Is a directory (os error 21)"),
                arguments(
                        "update what is not there",
                        "*** Begin Patch\n*** Update File: no\n@@\n-a\n+b" + end,
                        "Failed to read file to update no: No such file or directory (os error 2)"),
                arguments(
                        "update a folder",
                        "*** Begin Patch\n*** Update File: sub\n@@\n-a\n+b" + end,
                        "Failed to read file to update sub: Is a directory (os error 21)"),
                arguments(
                        "update what was deleted",
                        "*** Begin Patch\n*** Delete File: f\n*** Update File: f\n@@\n-a\n+b" + end,
                        "Failed to read file to update f: No such file or directory (os error 2)"),
                arguments(
                        "add over a folder",
                        "*** Begin Patch\n*** Add File: sub\n+x" + end,
                        "Failed to write file sub: Is a directory (os error 21)"),
                arguments(
                        "add below a file",
                        "*** Begin Patch\n*** Add File: f/x\n+x" + end,
                        "Failed to write file f/x: Not a directory"),
                arguments(
                        "move onto a folder",
                        update + "*** Move to: sub\n@@\n-a\n+x" + end,
                        "Failed to write file sub: Is a directory (os error 21)"),
                arguments(
                        "later operation fails",
                        "*** Begin Patch\n*** Add File: n\n+x\n*** Update File: f\n@@\n-nope" + end,
                        missing + "nope"));
    }

    private static String header(int line, String text) {
        return "invalid hunk at line " + line + ", '" + text + "'" + HEADERS;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failsAndChangesNothing(String name, String patch, String message) throws Exception {
        PatchFolder folder = new PatchFolder(temporary).with("f", "a\nb\nc\n").with("sub/x", "");
        Map<String, String> before = folder.files();
        assertEquals(message, folder.apply(patch));
        assertEquals(before, folder.files());
    }

    static Stream<Arguments> files() {
        return Stream.of(
                arguments("add", "*** Add File: p/q/n\n+1\n+2", "A p/q/n", "f=a\nb\n,p/=,p/q/=,p/q/n=1\n2\n"),
                arguments("add over a file", "*** Add File: f\n+z", "A f", "f=z\n"),
                arguments("add an empty file", "*** Add File: n", "A n", "f=a\nb\n,n="),
                arguments("delete", "*** Delete File: f", "D f", ""),
                arguments("move", "*** Update File: f\n*** Move to: p/g\n@@\n-a\n+x", "M p/g", "p/=,p/g=x\nb\n"),
                arguments("absolute-looking parts", "*** Add File: ./x/../n\n+1", "A ./x/../n", "f=a\nb\n,n=1\n"),
                arguments(
                        "order of the summary",
                        "*** Delete File: f\n*** Add File: b\n+1\n*** Add File: a\n+2\n*** Update File: a\n@@\n-2\n+3",
                        "A b\nA a\nM a\nD f",
                        "a=3\n,b=1\n"),
                arguments("delete, then add", "*** Delete File: f\n*** Add File: f\n+1", "A f\nD f", "f=1\n"),
                arguments("add, then delete", "*** Add File: n\n+1\n*** Delete File: n", "A n\nD n", "f=a\nb\n"),
                arguments(
                        "move on",
                        "*** Update File: f\n*** Move to: g\n@@\n-a\n+x\n*** Update File: g\n*** Move to: h\n@@\n-b\n+y",
                        "M g\nM h",
                        "h=x\ny\n"),
                arguments(
                        "update after blank line",
                        "*** Update File: f\n@@\n-a\n+x\n\n*** Add File: n\n+1",
                        "A n\nM f",
                        "f=x\nb\n,n=1\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void changesFiles(String name, String operations, String summary, String after) throws Exception {
        PatchFolder folder = new PatchFolder(temporary).with("f", "a\nb\n");
        assertEquals(
                "Success. Updated the following files:\n" + summary + "\n",
                folder.apply(PatchFolder.patch(operations)));
        Map<String, String> expected = new TreeMap<>();
        for (String file : after.isEmpty() ? new String[0] : after.split(",")) {
            expected.put(file.substring(0, file.indexOf('=')), file.substring(file.indexOf('=') + 1));
        }
        assertEquals(expected, folder.files());
    }

    static Stream<Arguments> wrappings() {
        String patch = PatchFolder.update("@@\n-a\n+x").strip();
        return Stream.of(
                arguments("<<'EOF'\n" + patch + "\nEOF\n"),
                arguments("<<\"EOF\"\n" + patch + "\nEOF"),
                arguments("<<EOF\n" + patch + "\nEOF"),
                arguments("\n\n  " + patch + "  \n\n"),
                arguments(patch.replace("*** Update File: f", "  *** Update File: f  ")),
                arguments(patch.replace("\n", "\r\n")),
                arguments(patch.replace("*** End", "  *** End")));
    }

    @ParameterizedTest
    @MethodSource("wrappings")
    void acceptsWhatModelsPutAroundAPatch(String patch) throws Exception {
        PatchFolder folder = new PatchFolder(temporary).with("f", "a\nb\n");
        assertEquals("Success. Updated the following files:\nM f\n", folder.apply(patch));
        assertEquals("x\nb\n", folder.read("f"));
    }
}
