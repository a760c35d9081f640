package io.codex4j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.api.Plugin;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ContentPart;
import io.codex4j.api.tool.Tool;
import io.codex4j.api.tool.ToolActivity.PlanStep;
import io.codex4j.api.tool.ToolActivity.PlanUpdated;
import io.codex4j.api.tool.ToolActivity.StepStatus;
import io.codex4j.api.tool.ToolSpec;
import io.codex4j.protocol.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherToolsTest {
    @TempDir
    Path folder;

    private LocalHost host;

    @BeforeEach
    void start() {
        host = new LocalHost(folder).start();
    }

    private List<String> offered() {
        return host.tools().stream()
                .filter(Tool::offered)
                .map(tool -> tool.spec().name())
                .toList();
    }

    @Test
    void isFoundAsAPlugin() {
        assertTrue(ServiceLoader.load(Plugin.class).stream()
                .anyMatch(provider -> provider.type().equals(BuiltInToolsPlugin.class)));
        assertEquals("tools", new BuiltInToolsPlugin().id());
    }

    @Test
    void offersWhatFeaturesAndModelAskFor() {
        assertEquals(List.of("exec_command", "write_stdin", "update_plan", "view_image"), offered());
        host.freeform = true;
        host.start();
        assertEquals(List.of("exec_command", "write_stdin", "update_plan", "apply_patch", "view_image"), offered());
        host.features.remove("unified_exec");
        host.start();
        assertEquals(List.of("shell_command", "update_plan", "apply_patch", "view_image"), offered());
        assertFalse(host.tool("shell").offered());
        host.features.remove("shell_tool");
        host.freeform = false;
        host.features.add("apply_patch_freeform");
        host.start();
        assertEquals(List.of("update_plan", "apply_patch", "view_image"), offered());
        assertEquals(3, host.tools().size());
    }

    @Test
    void describesItselfInJsonThatCanBeSent() {
        for (Tool tool : host.tools()) {
            switch (tool.spec()) {
                case ToolSpec.Function function -> {
                    JsonObject parameters = Json.CODEC.parse(Json.CODEC.write(function.parameters()));
                    assertEquals("object", parameters.string("type"));
                    assertFalse(parameters.bool("additionalProperties", true));
                    for (String required : parameters.strings("required")) {
                        assertTrue(parameters.object("properties").has(required));
                    }
                }
                case ToolSpec.Freeform freeform -> assertTrue(freeform.grammar().contains("%import common.LF"));
                case ToolSpec.Hosted hosted -> throw new AssertionError(hosted);
            }
        }
    }

    @Test
    void saysWhichToolsRunSideBySide() {
        Map<String, Boolean> expected = Map.of(
                "exec_command", true,
                "write_stdin", false,
                "shell_command", true,
                "shell", true,
                "update_plan", false,
                "apply_patch", false,
                "view_image", true);
        for (Tool tool : host.tools()) {
            assertEquals(
                    expected.get(tool.spec().name()),
                    tool.parallelSafe(),
                    tool.spec().name());
        }
    }

    @Test
    void showsThePlan() throws Exception {
        List<JsonObject> plan = List.of(
                JsonObject.builder()
                        .put("step", "one")
                        .put("status", "completed")
                        .build(),
                JsonObject.builder()
                        .put("step", "two")
                        .put("status", "in_progress")
                        .build(),
                JsonObject.builder()
                        .put("step", "three")
                        .put("status", "pending")
                        .build());
        assertEquals("Plan updated", host.call("update_plan", "explanation", "why", "plan", plan));
        assertEquals(
                List.of(new PlanUpdated(
                        "call",
                        "why",
                        List.of(
                                new PlanStep("one", StepStatus.COMPLETED),
                                new PlanStep("two", StepStatus.IN_PROGRESS),
                                new PlanStep("three", StepStatus.PENDING)))),
                host.activities);
    }

    @Test
    void refusesAPlanThatIsNone() {
        JsonObject step =
                JsonObject.builder().put("step", "a").put("status", "done").build();
        assertThrows(PluginException.class, () -> host.call("update_plan"));
        assertThrows(PluginException.class, () -> host.call("update_plan", "plan", "text"));
        assertTrue(assertThrows(PluginException.class, () -> host.call("update_plan", "plan", List.of(step)))
                .getMessage()
                .startsWith("unknown variant `done`"));
        assertEquals(List.of(), host.activities);
    }

    @Test
    void showsPicturesByWhatTheyHold() throws Exception {
        byte[][] pictures = {
            {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0},
            {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0},
            "GIF89a...".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            "RIFF1234WEBPVP8 ".getBytes(java.nio.charset.StandardCharsets.US_ASCII)
        };
        String[] types = {"image/png", "image/jpeg", "image/gif", "image/webp"};
        for (int i = 0; i < pictures.length; i++) {
            Files.write(folder.resolve("picture.txt"), pictures[i]);
            ContentPart.Image image = (ContentPart.Image)
                    host.result("view_image", "path", "picture.txt").content().getFirst();
            assertTrue(image.url().startsWith("data:" + types[i] + ";base64,"), image.url());
        }
    }

    @Test
    void saysWhyAPictureCannotBeShown() throws Exception {
        Path root = host.directory;
        assertEquals(
                "unable to locate image at `" + root + "/no.png`: No such file or directory (os error 2)",
                host.call("view_image", "path", "no.png"));
        assertEquals("image path `" + root + "` is not a file", host.call("view_image", "path", "."));
        Files.writeString(folder.resolve("a.txt"), "text");
        assertTrue(host.call("view_image", "path", "a.txt").contains("unsupported image"));
        Files.write(folder.resolve("big.png"), new byte[20_000_001]);
        assertTrue(host.call("view_image", "path", "big.png").contains("larger than 20 MB"));
        new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor();
        assertTrue(host.call("view_image", "path", "pipe").contains("is not a file"));
        assertThrows(PluginException.class, () -> host.call("view_image", "path", "a\0b"));
    }
}
