package dev.jibe.jibe;

import dev.jibe.node.NodeException;
import dev.jibe.node.containerd.Containerd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Images of containers. */
@Command(
        name = "image",
        description = "Images of containers.",
        mixinStandardHelpOptions = true,
        subcommands = ImageCommand.Import.class)
final class ImageCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new UsageException("say what to do with images: jibe image import FILE...");
    }

    /** Brings images from files into the cluster's container runtime, so that no registry is needed. */
    @Command(
            name = "import",
            description = "Bring images from OCI or Docker archives into the cluster.",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {

        @Mixin
        private DataOption data = new DataOption();

        @Parameters(
                paramLabel = "FILE",
                arity = "1..*",
                description = "archives as docker save or OCI tools write them")
        private List<Path> files = List.of();

        @Override
        public Integer call() {
            for (var file : files) {
                if (!Files.isReadable(file)) {
                    throw new UsageException("cannot read " + file);
                }
                try {
                    Containerd.imagesOf(data.path())
                            .importArchive(file.toAbsolutePath())
                            .forEach(System.out::println);
                } catch (NodeException e) {
                    throw new UsageException(e.getMessage() + "; is the cluster running? start it with: jibe up", e);
                }
            }
            return 0;
        }
    }
}
