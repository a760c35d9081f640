package io.codex4j.tools;

import io.codex4j.api.model.ContentPart;
import io.codex4j.api.tool.Tool;
import io.codex4j.api.tool.ToolCall;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.api.tool.ToolSpec;
import io.codex4j.tools.patch.FileErrors;
import io.codex4j.tools.patch.GivenPaths;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Show a picture file to the model. */
final class ViewImageTool implements Tool {
    private static final int MAX_SIZE = 20_000_000;

    private final boolean offered;

    ViewImageTool(boolean offered) {
        this.offered = offered;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec.Function(
                "view_image",
                "Look at a picture in a file: PNG, JPEG, GIF or WebP. Not needed for pictures that are already part of"
                        + " the conversation.",
                new Schema()
                        .string("path", "Path of the file, absolute or relative to the working directory.")
                        .require("path"));
    }

    @Override
    public boolean offered() {
        return offered;
    }

    @Override
    public boolean parallelSafe() {
        return true;
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) {
        String wanted = call.arguments().string("path");
        Path path;
        try {
            path = GivenPaths.resolve(context.workspace().directory(), wanted);
        } catch (InvalidPathException e) {
            throw CommandArguments.invalid("`path` is not a valid path: " + e.getReason());
        }
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                return ToolResult.failure("image path `" + path + "` is not a file");
            }
            return show(path);
        } catch (IOException e) {
            return ToolResult.failure("unable to locate image at `" + path + "`: " + FileErrors.describe(e));
        }
    }

    private static ToolResult show(Path path) throws IOException {
        byte[] bytes;
        try (InputStream file = Files.newInputStream(path)) {
            bytes = file.readNBytes(MAX_SIZE + 1);
        }
        if (bytes.length > MAX_SIZE) {
            return unusable(path, "it is larger than 20 MB");
        }
        String type = type(bytes);
        if (type == null) {
            return unusable(path, "unsupported image; PNG, JPEG, GIF and WebP are understood");
        }
        String url = "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
        return new ToolResult(List.of(new ContentPart.Image(url)), true);
    }

    private static ToolResult unusable(Path path, String reason) {
        return ToolResult.failure("unable to process image at `" + path + "`: " + reason);
    }

    private static @Nullable String type(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(12, bytes.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return "image/gif";
        }
        return start.startsWith("RIFF") && start.startsWith("WEBP", 8) ? "image/webp" : null;
    }
}
