package dev.jibe.jibe;

import dev.jibe.node.NodeException;
import dev.jibe.node.containerd.Containerd;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.cli.Options;

/** Brings images from files into the cluster's container runtime, so that no registry is needed. */
final class ImageImportCommand implements Command {

    @Override
    public String words() {
        return "image import";
    }

    @Override
    public String description() {
        return "Bring images from archives, as docker save or OCI tools write them, into the cluster.";
    }

    @Override
    public String operands() {
        return "FILE...";
    }

    @Override
    public Options options() {
        return new Options().addOption(DataOption.OPTION);
    }

    @Override
    public int run(Arguments arguments) {
        var directory = DataOption.path(arguments);
        for (var operand : arguments.operands()) {
            var file = Path.of(operand);
            if (!Files.isReadable(file)) {
                throw new UsageException("cannot read " + file);
            }
            try {
                Containerd.imagesOf(directory)
                        .importArchive(file.toAbsolutePath())
                        .forEach(System.out::println);
            } catch (NodeException e) {
                throw new UsageException(e.getMessage() + "; is the cluster running? start it with: jibe up", e);
            }
        }
        return 0;
    }
}
