package dev.jibe.schema;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The published jars, found on the class path by their names. */
final class SourceJars {
    private SourceJars() {}

    static File find(String namePart, boolean sources) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(File::new)
                .filter(file -> file.getName().startsWith(namePart))
                .filter(file -> file.getName().endsWith("-sources.jar") == sources)
                .findFirst()
                .orElseThrow(() -> new SchemaException("not on the class path", "jar", namePart));
    }

    static List<String> entryNames(File jar, String directory) {
        try (ZipFile zip = new ZipFile(jar)) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(directory) && name.indexOf('/', directory.length()) < 0)
                    .filter(name -> name.length() > directory.length())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls back with the name (without directory and suffix) and text of each Java file of a directory. */
    static void forEachSource(File jar, String directory, BiConsumer<String, String> action) {
        try (ZipFile zip = new ZipFile(jar)) {
            for (String name : entryNames(jar, directory)) {
                if (name.endsWith(".java")) {
                    String simple = name.substring(directory.length(), name.length() - ".java".length());
                    byte[] bytes = zip.getInputStream(zip.getEntry(name)).readAllBytes();
                    action.accept(simple, new String(bytes, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
