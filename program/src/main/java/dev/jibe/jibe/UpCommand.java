package dev.jibe.jibe;

import static dev.jibe.jibe.Arguments.flag;
import static dev.jibe.jibe.Arguments.value;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.HeapKeeper;
import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.config.SchedulerConfig;
import dev.jibe.store.StoreConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Starts a cluster and keeps it running. */
final class UpCommand implements Command {

    private static final long MAX_LOG_BYTES = 64L << 20;
    private static final int USUAL_PORT = 6443;

    private static final Option PORT = value("port", "P", "port of the API server (default: " + USUAL_PORT + ")");
    private static final Option SERVICE_CIDR =
            value("service-cidr", "C", "addresses of services (default: " + ControlPlaneConfig.SERVICE_RANGE + ")");
    private static final Option BACKGROUND =
            flag("background", "return when the cluster is ready, and leave it running");
    private static final Option SIMULATED_NODES =
            value("simulated-nodes", "N", "nodes that only pretend to run containers");
    private static final Option SCHEDULER =
            value("scheduler-config", "F", "KubeSchedulerConfiguration: profiles and their plugins");
    private static final Option AGENTS = flag("agents", "let other machines join; jibe token create prints how");
    private static final Option API_ONLY = flag("api-only", "only the API server and its store");
    private static final Option RESET = flag("reset", "forget everything that the cluster held before");
    private static final Option NO_INSTALL = flag("no-install", "do not install missing packages; name them and stop");
    private static final Option REQUIRE_CONTAINERS =
            flag("require-containers", "fail rather than start with a simulated node");

    @Override
    public String words() {
        return "up";
    }

    @Override
    public String description() {
        return "Start a cluster, or continue with it.";
    }

    @Override
    public Options options() {
        var options = new Options();
        List.of(
                        DataOption.OPTION,
                        PORT,
                        SERVICE_CIDR,
                        BACKGROUND,
                        SIMULATED_NODES,
                        SCHEDULER,
                        AGENTS,
                        API_ONLY,
                        RESET,
                        NO_INSTALL,
                        REQUIRE_CONTAINERS)
                .forEach(options::addOption);
        ControllerOptions.ALL.forEach(options::addOption);
        ServerOptions.ALL.forEach(options::addOption);
        return options;
    }

    @Override
    public int run(Arguments arguments) throws Exception {
        var directory = DataOption.path(arguments);
        var running = RunState.read(directory);
        if (running.isPresent()) {
            throw new UsageException("a cluster runs on " + directory + " already (pid "
                    + running.get().pid() + "); stop it with: jibe down --data-dir " + directory);
        }
        var nodes = NodeChoice.of(
                arguments.has(API_ONLY),
                arguments.number(SIMULATED_NODES, -1),
                arguments.has(REQUIRE_CONTAINERS),
                arguments.has(NO_INSTALL));
        if (arguments.has(AGENTS)) {
            nodes = nodes.withAgents();
        }
        try {
            Files.createDirectories(directory);
            if (arguments.has(BACKGROUND)) {
                return Background.start(directory);
            }
            nodes.notes().forEach(System.out::println);
            return run(arguments, directory, nodes);
        } catch (FileSystemException e) {
            throw new UsageException(
                    "cannot use " + directory + " as data directory: " + reason(e) + "; choose another with --data-dir",
                    e);
        }
    }

    private static int run(Arguments arguments, Path directory, NodeChoice nodes) throws Exception {
        var settings = ServerOptions.settings(arguments);
        if (arguments.has(RESET)) {
            if (settings.kept().etcd().isPresent()) {
                throw new UsageException("--reset empties the data directory, not etcd; delete the keys below "
                        + settings.kept().etcd().get().prefix() + " there");
            }
            Reset.everything(directory, Clock.system());
        }
        var files = new DataDirectory(directory);
        Log.configure(LogOutput.toFile(files.log(), MAX_LOG_BYTES), Level.INFO);
        var clock = Clock.system();
        boolean takesAgents = nodes instanceof NodeChoice.Machine machine && machine.takesAgents();
        var config = new ClusterConfig(
                arguments.number(PORT, USUAL_PORT),
                arguments.text(SERVICE_CIDR).orElse(ControlPlaneConfig.SERVICE_RANGE),
                nodes,
                StoreConfig.in(files.store()),
                takesAgents ? settings.withBootstrapTokens() : settings,
                scheduler(arguments.file(SCHEDULER), settings),
                takesAgents ? ControllerOptions.rangesOfAgents(arguments) : ControllerOptions.nodeRanges(arguments));
        HeapKeeper.start();
        var ending = Ending.onSignal(settings.serving().shutdownDelay());
        try (var cluster = Cluster.start(config, files, clock)) {
            new RunState(
                            ProcessHandle.current().pid(),
                            "https://127.0.0.1:" + cluster.port(),
                            Version.TEXT,
                            settings.serving().shutdownDelay().toSeconds())
                    .write(directory);
            System.out.println("ready: https://127.0.0.1:" + cluster.port());
            System.out.println("  export KUBECONFIG=" + files.kubeconfig());
            System.out.println("  kubectl get nodes,pods -A");
            if (takesAgents) {
                System.out.println(
                        "  other machines join by what this prints: jibe token create --data-dir " + directory);
            }
            Background.announceReady();
            WarmUp.start(clock);
            runUntil(ending, cluster, clock);
            System.out.println("stopping");
            cluster.announceEnd();
            clock.sleep(settings.serving().shutdownDelay());
        } finally {
            RunState.remove(directory);
            ending.done();
        }
        return 0;
    }

    private static SchedulerConfig scheduler(Optional<Path> file, ServerSettings settings) throws IOException {
        if (file.isEmpty()) {
            return SchedulerConfig.DEFAULT;
        }
        try {
            if (Yaml.parse(Files.readAllBytes(file.get())) instanceof JsonMap config) {
                var read = SchedulerConfig.of(config);
                return settings.apis().features().enabled("StorageCapacityScoring") ? read : read.withoutVolumeShapes();
            }
            throw new UsageException("--scheduler-config " + file.get() + ": not a configuration");
        } catch (MalformedException | SchedulerException e) {
            throw new UsageException("--scheduler-config " + file.get() + ": " + e.getMessage(), e);
        }
    }

    private static void runUntil(Ending ending, Cluster cluster, Clock clock) throws InterruptedException {
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

    private static String reason(FileSystemException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> denied.getFile() + " is not writable";
            case FileAlreadyExistsException file -> file.getFile() + " is not a directory";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
