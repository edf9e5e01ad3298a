package dev.jibe.node.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Modes and groups of files, as chmod(2) and chown(2) know them. */
final class Owners {
    private static final int SET_GID = 02000;

    private Owners() {}

    static void mode(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }

    static void group(Path path, OptionalLong group) throws IOException {
        if (group.isPresent()) {
            Files.setAttribute(path, "unix:gid", (int) group.getAsLong());
        }
    }

    /** A directory that members of the group own together; what is made in it belongs to the group too. */
    static void share(Path directory, OptionalLong group) throws IOException {
        if (group.isPresent()) {
            group(directory, group);
            int mode = (Integer) Files.getAttribute(directory, "unix:mode");
            mode(directory, mode & 07777 | 0770 | SET_GID);
        }
    }
}
