package dev.jibe.node.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory whose files change all at once: they are links through {@code ..data} into a directory with the real
 * files, and that link is replaced by one rename.
 */
final class AtomicDirectory {
    private static final String DATA = "..data";
    private static final String NEXT = "..data_tmp";

    private AtomicDirectory() {}

    /** Makes the directory hold exactly these files, by relative path; answers whether anything changed. */
    static boolean write(Path directory, Map<String, Content> files, OptionalLong group) throws IOException {
        Files.createDirectories(directory);
        if (isSame(directory, files)) {
            return false;
        }
        Path old =
                Files.exists(directory.resolve(DATA)) ? directory.resolve(DATA).toRealPath() : directory;
        Path fresh = Files.createTempDirectory(directory, "..");
        Owners.mode(fresh, 0755);
        Owners.group(fresh, group);
        for (var file : files.entrySet()) {
            Path target = fresh.resolve(file.getKey()).normalize();
            if (!target.startsWith(fresh)) {
                throw new IOException("the path " + file.getKey() + " leads out of the volume");
            }
            makeParents(fresh, target, group);
            Files.write(target, file.getValue().bytes());
            Owners.mode(
                    target,
                    group.isPresent()
                            ? file.getValue().mode() | 0440
                            : file.getValue().mode());
            Owners.group(target, group);
        }
        Files.deleteIfExists(directory.resolve(NEXT));
        Files.createSymbolicLink(directory.resolve(NEXT), fresh.getFileName());
        Files.move(directory.resolve(NEXT), directory.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
        link(directory, files.keySet());
        if (!old.equals(directory)) {
            PodTrees.delete(old);
        }
        return true;
    }

    private static void makeParents(Path root, Path target, OptionalLong group) throws IOException {
        Path parent = target.getParent();
        if (parent != null && !parent.equals(root) && !Files.isDirectory(parent)) {
            makeParents(root, parent, group);
            Files.createDirectory(parent);
            Owners.mode(parent, 0755);
            Owners.group(parent, group);
        }
    }

    private static boolean isSame(Path directory, Map<String, Content> files) throws IOException {
        Path data = directory.resolve(DATA);
        if (!Files.exists(data)) {
            return false;
        }
        Path real = data.toRealPath();
        try (Stream<Path> walk = Files.walk(real)) {
            Set<String> present = new HashSet<>();
            for (Path path : walk.filter(Files::isRegularFile).toList()) {
                String name = real.relativize(path).toString();
                Content wanted = files.get(name);
                if (wanted == null || !wanted.isSame(Files.readAllBytes(path))) {
                    return false;
                }
                present.add(name);
            }
            return present.equals(files.keySet());
        }
    }

    /** One link for each first element of a path; links of files that are gone go. */
    private static void link(Path directory, Set<String> names) throws IOException {
        var wanted = new HashSet<String>();
        names.forEach(name -> wanted.add(Path.of(name).getName(0).toString()));
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (Files.isSymbolicLink(entry) && !name.startsWith("..") && !wanted.contains(name)) {
                    Files.delete(entry);
                }
            }
        }
        for (String name : wanted) {
            Path link = directory.resolve(name);
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, Path.of(DATA, name));
            }
        }
    }
}
