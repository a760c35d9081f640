package io.codex4j.dist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class RaisedJarTest {
    @TempDir
    Path folder;

    @Test
    void classesOfJava5AreRaisedAndStillRun() throws Exception {
        Path old = jar(Opcodes.V1_5);

        Path raised = folder.resolve("raised.jar");
        RaisedJar.copy(old, raised);

        assertEquals(65, majorVersion(raised));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {raised.toUri().toURL()}, null)) {
            Method larger = loader.loadClass("old.Code").getMethod("larger", int.class, int.class);
            assertEquals(7, larger.invoke(null, 7, 3));
            assertEquals(9, larger.invoke(null, 2, 9));
        }
        assertEquals("text", resource(raised));
    }

    @Test
    void newerJarStaysAsItIs() throws Exception {
        Path newer = jar(Opcodes.V1_6);

        Path copy = folder.resolve("copy.jar");
        RaisedJar.copy(newer, copy);

        assertArrayEquals(Files.readAllBytes(newer), Files.readAllBytes(copy));
    }

    private static int majorVersion(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream in = file.getInputStream(file.getEntry("old/Code.class"))) {
            return in.readNBytes(8)[7];
        }
    }

    private static String resource(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream in = file.getInputStream(file.getEntry("old/note.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path jar(int version) throws IOException {
        Path file = folder.resolve("old-" + version + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new JarEntry("old/Code.class"));
            out.write(classWithBranch(version));
            out.putNextEntry(new JarEntry("old/note.txt"));
            out.write("text".getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    /** A class without stack map frames, as compilers for Java 5 made them; its branch needs one from Java 7 on. */
    private static byte[] classWithBranch(int version) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(version, Opcodes.ACC_PUBLIC, "old/Code", null, "java/lang/Object", null);
        MethodVisitor larger =
                writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "larger", "(II)I", null, null);
        Label second = new Label();
        larger.visitCode();
        larger.visitVarInsn(Opcodes.ILOAD, 0);
        larger.visitVarInsn(Opcodes.ILOAD, 1);
        larger.visitJumpInsn(Opcodes.IF_ICMPLT, second);
        larger.visitVarInsn(Opcodes.ILOAD, 0);
        larger.visitInsn(Opcodes.IRETURN);
        larger.visitLabel(second);
        larger.visitVarInsn(Opcodes.ILOAD, 1);
        larger.visitInsn(Opcodes.IRETURN);
        larger.visitMaxs(0, 0);
        larger.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
