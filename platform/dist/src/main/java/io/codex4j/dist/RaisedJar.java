package io.codex4j.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * A copy of a jar whose class files are raised to the version that the JVM can keep in its start-up cache.
 *
 * <p>Class data sharing skips class files below version 50, those of Java 5 and before. Their code runs unchanged under
 * a newer version once the stack map frames are there, which ASM computes.
 */
final class RaisedJar {
    private static final int OLDEST_CACHEABLE = Opcodes.V1_6;
    private static final int RAISED = Opcodes.V21;

    private RaisedJar() {}

    /** Copy a jar, raising it if any of its class files is too old. */
    static void copy(Path source, Path target) throws IOException {
        try (JarFile jar = new JarFile(source.toFile())) {
            if (!needsRaising(jar)) {
                Files.copy(source, target);
                return;
            }
            try (OutputStream file = Files.newOutputStream(target);
                    JarOutputStream out = new JarOutputStream(file)) {
                for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                    copyEntry(jar, entries.nextElement(), out);
                }
            }
        }
    }

    private static boolean needsRaising(JarFile jar) throws IOException {
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            if (isClass(entry) && majorVersion(read(jar, entry)) < OLDEST_CACHEABLE) {
                return true;
            }
        }
        return false;
    }

    private static void copyEntry(JarFile jar, JarEntry entry, JarOutputStream out) throws IOException {
        byte[] content = read(jar, entry);
        if (isClass(entry) && majorVersion(content) < OLDEST_CACHEABLE) {
            content = raise(jar, content);
        }
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(content);
        out.closeEntry();
    }

    private static boolean isClass(JarEntry entry) {
        return entry.getName().endsWith(".class");
    }

    private static int majorVersion(byte[] classFile) {
        return (classFile[6] & 0xFF) << 8 | classFile[7] & 0xFF;
    }

    private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static byte[] raise(JarFile jar, byte[] classFile) {
        ClassWriter writer = new FrameWriter(jar);
        new ClassReader(classFile).accept(new VersionRaiser(writer), 0);
        return writer.toByteArray();
    }

    private static final class VersionRaiser extends ClassVisitor {
        VersionRaiser(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            super.visit(RAISED, access, name, signature, superName, interfaces);
        }
    }

    /** Computes frames without loading the classes of the jar: their super classes are read from the jar itself. */
    private static final class FrameWriter extends ClassWriter {
        private final JarFile jar;

        FrameWriter(JarFile jar) {
            super(COMPUTE_FRAMES);
            this.jar = jar;
        }

        @Override
        protected String getCommonSuperClass(String first, String second) {
            for (String candidate = first; !candidate.equals("java/lang/Object"); candidate = superOf(candidate)) {
                if (isSubclass(second, candidate)) {
                    return candidate;
                }
            }
            return "java/lang/Object";
        }

        private boolean isSubclass(String name, String ancestor) {
            for (String each = name; !each.equals("java/lang/Object"); each = superOf(each)) {
                if (each.equals(ancestor)) {
                    return true;
                }
            }
            return false;
        }

        /** Return the super class; that of an interface is Object, as the verifier treats interfaces. */
        private String superOf(String name) {
            try (InputStream in = open(name)) {
                ClassReader reader = new ClassReader(in);
                boolean isInterface = (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0;
                return isInterface ? "java/lang/Object" : reader.getSuperName();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the class " + name, e);
            }
        }

        private InputStream open(String name) throws IOException {
            JarEntry entry = jar.getJarEntry(name + ".class");
            if (entry != null) {
                return jar.getInputStream(entry);
            }
            InputStream system = ClassLoader.getSystemResourceAsStream(name + ".class");
            if (system == null) {
                throw new IOException("the class is neither in " + jar.getName() + " nor in the JDK");
            }
            return system;
        }
    }
}
