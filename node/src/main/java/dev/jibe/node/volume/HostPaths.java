package dev.jibe.node.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Directories and files of the host that pods see as volumes.
 *
 * <p>See https://kubernetes.io/docs/concepts/storage/volumes/#hostpath-volume-types.
 */
final class HostPaths {
    private static final int TYPE_MASK = 0170000;
    private static final int SOCKET = 0140000;
    private static final int BLOCK = 0060000;
    private static final int CHARACTER = 0020000;

    private HostPaths() {}

    static Path of(String volume, String text, String type) throws IOException {
        Path path = Path.of(text);
        switch (type) {
            case "" -> {
                // Nothing is asked of it; runtimes make a directory of what is not there.
            }
            case "DirectoryOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createDirectories(path);
                }
                require(Files.isDirectory(path), volume, path, "directory");
            }
            case "Directory" -> require(Files.isDirectory(path), volume, path, "directory");
            case "FileOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createFile(path);
                }
                require(Files.isRegularFile(path), volume, path, "file");
            }
            case "File" -> require(Files.isRegularFile(path), volume, path, "file");
            case "Socket" -> require(isType(path, SOCKET), volume, path, "socket");
            case "CharDevice" -> require(isType(path, CHARACTER), volume, path, "character device");
            case "BlockDevice" -> require(isType(path, BLOCK), volume, path, "block device");
            default -> throw new VolumeFailure(volume, "hostPath type " + type + " is not supported");
        }
        return path;
    }

    private static boolean isType(Path path, int type) throws IOException {
        return Files.exists(path) && ((Integer) Files.getAttribute(path, "unix:mode") & TYPE_MASK) == type;
    }

    private static void require(boolean holds, String volume, Path path, String what) {
        if (!holds) {
            throw new VolumeFailure(volume, "hostPath type check failed: " + path + " is not a " + what);
        }
    }
}
