package io.codex4j.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Reads one config file, whatever its content: the result is a table, nothing, or one clear error. */
final class TomlFile {
    /** Beyond any config that people write; it bounds memory and the time of the parser. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TomlFile() {}

    /** Read a file; empty if it does not exist. */
    static Optional<Node.Table> read(Path file) throws ConfigException {
        Optional<byte[]> content = readBytes(file);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(TomlTree.readDocument(Source.ofFile(file, decode(file, content.get()))));
    }

    private static Optional<byte[]> readBytes(Path file) throws ConfigException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw unusable(file, "this is a folder, but a file is expected here");
            }
            if (!attributes.isRegularFile()) {
                throw unusable(file, "this is a device or a pipe, but a regular file is expected here");
            }
            try (InputStream stream = Files.newInputStream(file)) {
                byte[] content = stream.readNBytes(MAX_BYTES + 1);
                if (content.length > MAX_BYTES) {
                    throw unusable(file, "the file is larger than 4 MiB, too large for a config file");
                }
                return Optional.of(content);
            }
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (AccessDeniedException denied) {
            throw unusable(file, "the file cannot be read: permission denied");
        } catch (FileSystemException failure) {
            if (isBelowNoFolder(file)) {
                return Optional.empty();
            }
            String reason = failure.getReason();
            throw unusable(file, "the file cannot be read: " + (reason == null ? failure.getMessage() : reason));
        } catch (IOException failure) {
            throw unusable(file, "the file cannot be read: " + failure.getMessage());
        }
    }

    private static boolean isBelowNoFolder(Path file) {
        Path parent = file.getParent();
        return parent != null && !Files.isDirectory(parent);
    }

    private static ConfigException unusable(Path file, String sentence) {
        return new ConfigException(ConfigException.Kind.LOADING, file.toAbsolutePath() + ": " + sentence);
    }

    private static String decode(Path file, byte[] content) throws ConfigException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer decoded = CharBuffer.allocate(content.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(content), decoded, true);
        decoded.flip();
        if (result.isError()) {
            throw invalidEncoding(file, content, decoded.toString());
        }
        boolean isMarked = decoded.hasRemaining() && decoded.charAt(0) == BYTE_ORDER_MARK;
        return isMarked ? decoded.subSequence(1, decoded.length()).toString() : decoded.toString();
    }

    private static ConfigException invalidEncoding(Path file, byte[] content, String validStart) {
        int line = 1;
        int lineStart = 0;
        for (int i = validStart.indexOf('\n'); i >= 0; i = validStart.indexOf('\n', i + 1)) {
            line++;
            lineStart = i + 1;
        }
        int column = validStart.codePointCount(lineStart, validStart.length()) + 1;
        Source source = Source.ofFile(file, new String(content, StandardCharsets.UTF_8));
        return source.place(line, column).problem("this is not valid UTF-8; save the file in that encoding");
    }
}
