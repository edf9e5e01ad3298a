package dev.jibe.node.serve;

import dev.jibe.node.cri.ContainerRuntime;
import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.cri.RuntimeFailure;
import dev.jibe.node.pods.PodWorker;
import dev.jibe.node.pods.Pods;
import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Keeps containers' logs small: 10 MiB in the current file and four older ones. */
public final class LogRotation {
    private static final Log LOG = Log.of(LogRotation.class);
    private static final long LIMIT_BYTES = 10L << 20;
    private static final int FILES = 5;

    private final Pods pods;
    private final ContainerRuntime runtime;

    public LogRotation(Pods pods, ContainerRuntime runtime) {
        this.pods = pods;
        this.runtime = runtime;
    }

    /** Looks at every running container's log once. */
    public void run() {
        for (PodWorker worker : pods.all()) {
            for (ContainerView view : worker.containers()) {
                if (view.isRunning() && !view.logPath().isEmpty()) {
                    try {
                        rotate(Path.of(view.logPath()), view.id());
                    } catch (IOException | RuntimeFailure e) {
                        LOG.warn("cannot rotate a log", e, "path", view.logPath());
                    }
                }
            }
        }
    }

    private void rotate(Path log, String id) throws IOException {
        if (!Files.exists(log) || Files.size(log) < LIMIT_BYTES) {
            return;
        }
        for (int number = FILES - 1; number > 1; number--) {
            Path older = log.resolveSibling(log.getFileName() + "." + (number - 1));
            if (Files.exists(older)) {
                Files.move(
                        older,
                        log.resolveSibling(log.getFileName() + "." + number),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        runtime.reopenLog(id);
    }
}
