package io.codex4j.engine;

import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ContentPart;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelItem.Message;
import io.codex4j.api.model.ModelItem.Role;
import io.codex4j.config.Config.ApprovalPolicy;
import io.codex4j.protocol.Submission;
import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.WritableRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Say to the model, before the prompt, where it is and what it may do. The order and the tags are those that models know:
 * permissions, the user's own instructions, AGENTS.md, environment.
 */
final class ContextItems {
    private static final int MAX_IMAGE_BYTES = 20 << 20;

    private ContextItems() {}

    /** Return the developer message. */
    static Message developer(PermissionText permissions, Optional<String> developerInstructions) {
        List<ContentPart> parts = new ArrayList<>();
        parts.add(new ContentPart.Text(permissions.text()));
        developerInstructions.ifPresent(text -> parts.add(new ContentPart.Text(text)));
        return new Message(Role.DEVELOPER, parts, "", JsonObject.empty());
    }

    /** Return the user message with what surrounds the prompt. */
    static Message surroundings(Path directory, Optional<String> docs, String shell, LocalDate today, String timezone) {
        List<ContentPart> parts = new ArrayList<>();
        docs.ifPresent(text -> parts.add(new ContentPart.Text(
                "# AGENTS.md instructions for " + directory + "\n\n<INSTRUCTIONS>\n" + text + "\n</INSTRUCTIONS>")));
        parts.add(new ContentPart.Text("<environment_context>\n  <cwd>" + directory + "</cwd>\n  <shell>" + shell
                + "</shell>\n  <current_date>" + today + "</current_date>\n  <timezone>" + timezone
                + "</timezone>\n</environment_context>"));
        return new Message(Role.USER, parts, "", JsonObject.empty());
    }

    /** Return the prompt, with its images before it. */
    static Message prompt(Submission.UserTurn turn, Path directory) {
        List<ContentPart> parts = new ArrayList<>();
        int number = 0;
        for (Path image : turn.images()) {
            number++;
            try {
                ContentPart picture = picture(directory.resolve(image));
                parts.add(new ContentPart.Text("<image name=[Image #" + number + "]>"));
                parts.add(picture);
                parts.add(new ContentPart.Text("</image>"));
            } catch (IOException e) {
                String reason = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
                parts.add(new ContentPart.Text("Codex could not read the local image at `" + image + "`: " + reason));
            }
        }
        parts.add(new ContentPart.Text(turn.prompt()));
        return new Message(Role.USER, parts, "", JsonObject.empty());
    }

    private static ContentPart picture(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is no ordinary file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_IMAGE_BYTES + 1);
        }
        if (bytes.length > MAX_IMAGE_BYTES) {
            throw new IOException("it is larger than 20 MiB");
        }
        String type = mediaType(bytes).orElseThrow(() -> new IOException("it is no PNG, JPEG, GIF or WebP picture"));
        return new ContentPart.Image(
                "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes));
    }

    private static Optional<String> mediaType(byte[] bytes) {
        if (startsWith(bytes, 0, 0x89, 'P', 'N', 'G')) {
            return Optional.of("image/png");
        }
        if (startsWith(bytes, 0, 0xFF, 0xD8, 0xFF)) {
            return Optional.of("image/jpeg");
        }
        if (startsWith(bytes, 0, 'G', 'I', 'F', '8')) {
            return Optional.of("image/gif");
        }
        if (startsWith(bytes, 0, 'R', 'I', 'F', 'F') && startsWith(bytes, 8, 'W', 'E', 'B', 'P')) {
            return Optional.of("image/webp");
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int at, int... magic) {
        if (bytes.length < at + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[at + i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** Return what the model is told after the user has stopped a turn. */
    static ModelItem interruptedMarker() {
        return Message.of(
                Role.USER,
                "<turn_aborted>\nThe user stopped the previous turn. Commands that it started were ended and may have"
                        + " done only part of their work: look before you rely on it.\n</turn_aborted>");
    }

    /**
     * What the model may do, in words.
     *
     * @param approval when the user is asked
     * @param sandbox what commands may do
     */
    record PermissionText(ApprovalPolicy approval, SandboxPolicy sandbox) {
        String text() {
            return "<permissions instructions>\n" + files() + " " + network() + "\n" + asking() + roots()
                    + "\n</permissions instructions>";
        }

        private String files() {
            return switch (sandbox.fileAccess()) {
                case READ_ONLY ->
                    "`sandbox_mode` is `read-only`: commands run in a sandbox that can read files and write none.";
                case WORKSPACE_WRITE ->
                    "`sandbox_mode` is `workspace-write`: commands run in a sandbox that can read files, and write"
                            + " below the working directory and the writable roots only.";
                case UNRESTRICTED ->
                    "`sandbox_mode` is `danger-full-access`: commands run without a sandbox and may write anywhere.";
            };
        }

        private String network() {
            return sandbox.network().equals(NetworkAccess.NONE)
                    ? "The network cannot be reached."
                    : "The network can be reached.";
        }

        private String asking() {
            return approval == ApprovalPolicy.NEVER
                    ? "The approval policy is `never`: nobody can be asked. Do not set `sandbox_permissions`; a command"
                            + " that asks for more is refused."
                    : "The approval policy is `" + approval.token() + "`.";
        }

        private String roots() {
            if (sandbox.fileAccess() != FileAccess.WORKSPACE_WRITE) {
                return "";
            }
            StringBuilder text = new StringBuilder("\nThe writable roots are ");
            String separator = "";
            for (WritableRoot root : sandbox.writableRoots()) {
                text.append(separator).append('`').append(root.path()).append('`');
                separator = ", ";
            }
            return text.append("; `.git`, `.codex` and `.agents` in them stay read-only.")
                    .toString();
        }
    }
}
