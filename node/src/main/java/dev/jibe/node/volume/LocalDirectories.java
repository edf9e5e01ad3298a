package dev.jibe.node.volume;

import dev.jibe.client.localpath.LocalPath;
import dev.jibe.object.api.v1.PersistentVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The directories of the volumes that the built-in provisioner has placed on this node. */
public final class LocalDirectories {
    private static final String NAME = "volumes";

    private final Path root;
    private final String node;

    public LocalDirectories(Path dataDirectory, String node) {
        this.root = root(dataDirectory);
        this.node = node;
    }

    /** Where they go. */
    public static Path root(Path dataDirectory) {
        return dataDirectory.toAbsolutePath().normalize().resolve(NAME);
    }

    /** Makes the directory of a volume unless it is there; everybody may write to it, as nobody knows who will. */
    static Path make(PersistentVolume volume, OptionalLong group) throws IOException {
        var directory = Path.of(volume.spec().local().path());
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Owners.mode(directory, 0777);
        }
        Owners.share(directory, group);
        return directory;
    }

    public boolean isHere(PersistentVolume volume) {
        return LocalPath.hostname(volume).filter(node::equals).isPresent();
    }

    /** Removes the directory of a volume and what is in it; refuses one that is not among its own. */
    public void remove(PersistentVolume volume) throws IOException {
        var directory = Path.of(volume.spec().local().path()).normalize();
        if (!root.equals(directory.getParent())) {
            throw new IOException("the directory " + directory + " is not below " + root);
        }
        PodTrees.release(directory);
    }
}
