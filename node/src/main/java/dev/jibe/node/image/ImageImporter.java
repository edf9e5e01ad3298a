package dev.jibe.node.image;

import dev.jibe.node.NodeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Brings docker and OCI archives into containerd, with the {@code ctr} that belongs to it.
 *
 * @param snapshotter the one that containerd's CRI part uses, so that layers are unpacked where it looks
 */
public record ImageImporter(Path socket, String snapshotter) {

    /** Imports every image of an archive; answers their names. */
    public List<String> importArchive(Path archive) {
        var command = List.of(
                "ctr",
                "--address",
                socket.toString(),
                "--namespace",
                "k8s.io",
                "images",
                "import",
                "--snapshotter",
                snapshotter,
                archive.toString());
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new NodeException("cannot import " + archive + ": " + output.strip());
            }
            return output.lines()
                    .filter(line -> line.startsWith("unpacking "))
                    .map(line -> line.substring("unpacking ".length()).split(" ", 2)[0])
                    .toList();
        } catch (IOException e) {
            throw new NodeException("cannot run ctr, which belongs to containerd", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted while importing " + archive);
        }
    }
}
