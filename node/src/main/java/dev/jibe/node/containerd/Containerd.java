package dev.jibe.node.containerd;

import dev.jibe.linux.mount.Mounts;
import dev.jibe.node.NodeException;
import dev.jibe.node.cri.ContainerRuntime;
import dev.jibe.node.cri.CriRuntime;
import dev.jibe.node.cri.RuntimeFailure;
import dev.jibe.node.image.ImageImporter;
import dev.jibe.node.image.PauseImage;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A containerd of our own, which outlives this process and is found again by the next one.
 *
 * <p>It runs in a session of its own, so that neither Ctrl-C nor a killed Jibe ends it or the containers. While this
 * object is open, one that dies is started again.
 */
public final class Containerd implements AutoCloseable {
    private static final Log LOG = Log.of(Containerd.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CHECK_EVERY = Duration.ofMillis(20);
    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final ContainerdConfig config;
    private final Clock clock;
    private final CriRuntime runtime;
    private final AtomicBoolean replacesSocket = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable SocketWatch socketWatch;

    private Containerd(ContainerdConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.runtime = new CriRuntime(config.socket());
    }

    /** Adopts the running one of the data directory or starts one; returns when it can run pods. */
    public static Containerd start(Path dataDirectory, CniConfig network, Clock clock) {
        Path plugins = CniConfig.pluginDirectory()
                .orElseThrow(() -> new NodeException("no CNI plugins in /opt/cni/bin or /usr/lib/cni:"
                        + " install the package containernetworking-plugins"));
        try {
            Path root = dataDirectory.toAbsolutePath().normalize().resolve("containerd");
            Files.createDirectories(root);
            var config = ContainerdConfig.of(dataDirectory, plugins, Snapshotters.choose(root));
            config.write();
            writeNetwork(config, network);
            var containerd = new Containerd(config, clock);
            containerd.begin();
            return containerd;
        } catch (IOException e) {
            throw new NodeException("cannot prepare containerd below " + dataDirectory, e);
        }
    }

    /** A name for the bridge that no other data directory on the machine has. */
    public static String bridgeName(Path dataDirectory) {
        return "jibe" + ContainerdConfig.key(dataDirectory.toAbsolutePath().normalize());
    }

    private static void writeNetwork(ContainerdConfig config, CniConfig network) throws IOException {
        Files.createDirectories(config.cniDirectory());
        Path file = config.cniDirectory().resolve("10-jibe.conflist");
        byte[] content = network.conflist(config.cniDirectory());
        // Written beside it and moved, because containerd reads the directory whenever something in it changes.
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
            Path fresh = config.root().resolve("cni.tmp");
            Files.write(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void begin() throws IOException {
        Optional<ProcessHandle> running = running(config);
        if (running.isPresent()) {
            LOG.info("adopted containerd", "pid", running.get().pid());
            watch(running.get());
        } else {
            launch();
        }
        awaitReady();
        importPause();
        socketWatch = SocketWatch.start(config.socket(), this::socketGone);
    }

    /** Containers do not mind: their shims go on, and the next containerd finds them. */
    private void socketGone() {
        if (!closed && !replacesSocket.getAndSet(false)) {
            LOG.warn("containerd's socket was deleted; starting containerd again", "socket", config.socket());
            running(config).ifPresent(ProcessHandle::destroy);
        }
    }

    /** The process of the pid file, if it is still the containerd of our configuration. */
    private static Optional<ProcessHandle> running(ContainerdConfig config) {
        try {
            long pid = Long.parseLong(Files.readString(config.pidFile()).strip());
            String command = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            return command.contains(config.file().toString()) ? ProcessHandle.of(pid) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void launch() throws IOException {
        replacesSocket.set(true);
        replacesSocket.set(Files.deleteIfExists(config.socket()));
        Process process = new ProcessBuilder(
                        "setsid", "containerd", "--config", config.file().toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(config.logFile().toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        Files.writeString(config.pidFile(), Long.toString(process.pid()));
        LOG.info("started containerd", "pid", process.pid(), "log", config.logFile());
        watch(process.toHandle());
    }

    private void watch(ProcessHandle process) {
        var _ = process.onExit().thenAccept(ended -> {
            if (!closed) {
                LOG.warn("containerd ended; starting it again", "pid", ended.pid());
                clock.schedule(RESTART_DELAY, this::restart);
            }
        });
    }

    private void restart() {
        if (closed) {
            return;
        }
        try {
            launch();
        } catch (IOException e) {
            LOG.error("cannot start containerd", e);
            clock.schedule(RESTART_DELAY.multipliedBy(10), this::restart);
        }
    }

    private void awaitReady() {
        long deadline = clock.nanoTime() + START_TIMEOUT.toNanos();
        String last = "no answer";
        while (clock.nanoTime() < deadline) {
            try {
                if (Files.exists(config.socket())) {
                    var health = runtime.health();
                    if (health.runtimeReady()) {
                        return;
                    }
                    last = health.message();
                }
            } catch (RuntimeFailure e) {
                last = e.text();
            }
            pause();
        }
        throw new NodeException("containerd is not ready after " + START_TIMEOUT.toSeconds() + " s (" + last + "); see "
                + config.logFile());
    }

    private void pause() {
        try {
            clock.sleep(CHECK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted while waiting for containerd");
        }
    }

    /** The CRI part of containerd learns of an import by an event, so it is asked until it knows. */
    private void importPause() throws IOException {
        if (runtime.image(PauseImage.REFERENCE).isPresent()) {
            return;
        }
        Path archive = config.root().resolve("pause.tar");
        Files.write(archive, PauseImage.archive());
        images().importArchive(archive);
        long deadline = clock.nanoTime() + START_TIMEOUT.toNanos();
        while (runtime.image(PauseImage.REFERENCE).isEmpty()) {
            if (clock.nanoTime() > deadline) {
                throw new NodeException("containerd does not see the pause image it imported");
            }
            pause();
        }
    }

    public ContainerRuntime runtime() {
        return runtime;
    }

    public ImageImporter images() {
        return new ImageImporter(config.socket(), config.snapshotter());
    }

    /** The importer for the containerd of a data directory that another process supervises. */
    public static ImageImporter imagesOf(Path dataDirectory) {
        var config = ContainerdConfig.of(dataDirectory, Path.of("/"), "overlayfs");
        try {
            String toml = Files.readString(config.file());
            return new ImageImporter(
                    config.socket(), toml.contains("snapshotter = \"native\"") ? "native" : "overlayfs");
        } catch (IOException e) {
            throw new NodeException("no containerd has run below " + dataDirectory, e);
        }
    }

    /** Lets go of containerd, which goes on running with all its containers. */
    @Override
    public void close() {
        closed = true;
        var watch = socketWatch;
        if (watch != null) {
            watch.close();
        }
        runtime.close();
    }

    /** Removes every sandbox and container, ends containerd and takes its mounts away; images stay. */
    public void stopAll() {
        closed = true;
        try {
            for (var sandbox : runtime.sandboxes()) {
                runtime.stopSandbox(sandbox.id());
                runtime.removeSandbox(sandbox.id());
            }
        } catch (RuntimeFailure e) {
            LOG.warn("cannot remove every sandbox", e);
        }
        runtime.close();
        end(config);
    }

    /** As {@link #stopAll}, for a data directory whose containerd may or may not run; does nothing if it does not. */
    public static void stopAll(Path dataDirectory, Clock clock) {
        var config = ContainerdConfig.of(dataDirectory, Path.of("/"), "overlayfs");
        if (running(config).isPresent()) {
            new Containerd(config, clock).stopAll();
        } else {
            end(config);
        }
    }

    private static void end(ContainerdConfig config) {
        running(config).ifPresent(process -> {
            process.destroy();
            try {
                process.onExit().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                process.destroyForcibly();
            }
        });
        try {
            for (Path directory : List.of(config.root(), config.state())) {
                for (Path mount : Mounts.under(directory)) {
                    Mounts.unmount(mount);
                }
            }
            Files.deleteIfExists(config.pidFile());
            Trees.deleteQuietly(config.state());
            Process link = new ProcessBuilder(
                            "ip", "link", "delete", "jibe" + config.state().getFileName())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            link.waitFor();
        } catch (IOException e) {
            LOG.warn("containerd is gone, but not everything of it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
