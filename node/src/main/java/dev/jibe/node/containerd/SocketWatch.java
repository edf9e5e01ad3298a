package dev.jibe.node.containerd;

import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;

/** Tells when a socket's file has been deleted: its server goes on, but nobody can reach it any more. */
final class SocketWatch implements AutoCloseable {
    private static final Log LOG = Log.of(SocketWatch.class);

    private final Path socket;
    private final WatchService service;
    private final Runnable whenGone;

    private SocketWatch(Path socket, WatchService service, Runnable whenGone) {
        this.socket = socket;
        this.service = service;
        this.whenGone = whenGone;
    }

    static SocketWatch start(Path socket, Runnable whenGone) throws IOException {
        var service = FileSystems.getDefault().newWatchService();
        socket.resolveSibling("").register(service, StandardWatchEventKinds.ENTRY_DELETE);
        var watch = new SocketWatch(socket, service, whenGone);
        Thread.ofVirtual().name("containerd-socket").start(watch::run);
        return watch;
    }

    private void run() {
        try {
            while (true) {
                var key = service.take();
                boolean deleted = key.pollEvents().stream()
                        .anyMatch(event -> socket.getFileName().equals(event.context()));
                if (deleted && !Files.exists(socket)) {
                    whenGone.run();
                }
                if (!key.reset()) {
                    LOG.warn("the directory of containerd's socket is gone", "socket", socket);
                    return;
                }
            }
        } catch (ClosedWatchServiceException closed) {
            // Nobody wants to know any more.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            LOG.warn("cannot stop watching containerd's socket", e);
        }
    }
}
