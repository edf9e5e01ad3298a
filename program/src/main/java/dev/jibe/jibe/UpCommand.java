package dev.jibe.jibe;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import dev.jibe.store.StoreConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a cluster and keeps it running. */
@Command(name = "up", description = "Start a cluster, or continue with it.", mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    private static final long MAX_LOG_BYTES = 64L << 20;
    private static final int MAX_END_SECONDS = 30;

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--port", description = "port of the API server (default: ${DEFAULT-VALUE})")
    private int port = 6443;

    @Option(
            names = "--service-cidr",
            paramLabel = "C",
            description = "addresses of services (default: ${DEFAULT-VALUE})")
    private String serviceRange = ControlPlaneConfig.SERVICE_RANGE;

    @Option(names = "--background", description = "return when the cluster is ready, and leave it running")
    private boolean background;

    @Option(names = "--simulated-nodes", paramLabel = "N", description = "nodes that only pretend to run containers")
    private int simulatedNodes = -1;

    @Option(names = "--api-only", description = "only the API server and its store")
    private boolean apiOnly;

    @Option(names = "--reset", description = "forget everything that the cluster held before")
    private boolean reset;

    @Option(names = "--no-install", description = "do not install missing packages; name them and stop")
    private boolean noInstall;

    @Option(names = "--require-containers", description = "fail rather than start with a simulated node")
    private boolean requireContainers;

    @Override
    public Integer call() throws Exception {
        var directory = data.path();
        var running = RunState.read(directory);
        if (running.isPresent()) {
            throw new UsageException("a cluster runs on " + directory + " already (pid "
                    + running.get().pid() + "); stop it with: jibe down --data-dir " + directory);
        }
        var nodes = NodeChoice.of(apiOnly, simulatedNodes, requireContainers, noInstall);
        try {
            Files.createDirectories(directory);
            if (background) {
                return Background.start(directory);
            }
            nodes.notes().forEach(System.out::println);
            return run(directory, nodes);
        } catch (FileSystemException e) {
            throw new UsageException(
                    "cannot use " + directory + " as data directory: " + reason(e) + "; choose another with --data-dir",
                    e);
        }
    }

    private int run(Path directory, NodeChoice nodes) throws Exception {
        var files = open(directory);
        Log.configure(LogOutput.toFile(files.log(), MAX_LOG_BYTES), Level.INFO);
        var clock = Clock.system();
        var config = new ClusterConfig(port, serviceRange, nodes, StoreConfig.in(files.store()), server.settings());
        var ending = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ending, ended)));
        try (var cluster = Cluster.start(config, files, clock)) {
            new RunState(ProcessHandle.current().pid(), "https://127.0.0.1:" + cluster.port(), Version.TEXT)
                    .write(directory);
            System.out.println("ready: https://127.0.0.1:" + cluster.port());
            System.out.println("  export KUBECONFIG=" + files.kubeconfig());
            System.out.println("  kubectl get nodes,pods -A");
            Background.announceReady();
            runUntil(ending, cluster, clock);
            System.out.println("stopping");
        } finally {
            RunState.remove(directory);
            ended.countDown();
        }
        return 0;
    }

    private static void runUntil(CountDownLatch ending, Cluster cluster, Clock clock) throws InterruptedException {
        if (!hasTerminal()) {
            ending.await();
            return;
        }
        var status = LiveStatus.start(System.out, cluster.admin(), clock);
        try {
            ending.await();
        } finally {
            status.stop();
        }
    }

    @SuppressWarnings("SystemConsoleNull") // it is null when output goes to a file, whatever the release notes say
    private static boolean hasTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    private DataDirectory open(Path directory) throws IOException, InterruptedException {
        if (reset) {
            Reset.everything(directory, Clock.system());
        }
        return new DataDirectory(directory);
    }

    private static String reason(FileSystemException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> denied.getFile() + " is not writable";
            case FileAlreadyExistsException file -> file.getFile() + " is not a directory";
            default -> String.valueOf(failure.getMessage());
        };
    }

    /** Runs when the process is told to end, and lasts until everything is closed. */
    private static void end(CountDownLatch ending, CountDownLatch ended) {
        ending.countDown();
        try {
            if (!ended.await(MAX_END_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("jibe: not everything closed within " + MAX_END_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
