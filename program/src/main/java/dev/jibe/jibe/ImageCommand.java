package dev.jibe.jibe;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Images of containers. */
@Command(name = "image", description = "Images of containers.", mixinStandardHelpOptions = true)
final class ImageCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UsageException("say what to do with images: jibe image import FILE...");
    }
}
