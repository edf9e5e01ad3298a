package dev.jibe.jibe;

import static dev.jibe.jibe.Arguments.flag;
import static dev.jibe.jibe.Arguments.value;

import dev.jibe.client.ApiFailure;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.HeapKeeper;
import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Makes this machine a node of a cluster whose API server is elsewhere, and keeps it one. */
final class AgentCommand implements Command {
    private static final long MAX_LOG_BYTES = 64L << 20;

    private static final Option SERVER = value("server", "URL", "where the cluster's API server is");
    private static final Option TOKEN = value("token", "T", "bootstrap token, needed to join for the first time");
    private static final Option PIN = value(
            "discovery-token-ca-cert-hash", "H", "what the cluster's authority is known by: sha256: and a fingerprint");
    private static final Option NAME = value("node-name", "NAME", "of the node (default: this machine's name)");
    private static final Option BACKGROUND = flag("background", "return when the node is there, and leave it running");
    private static final Option NO_INSTALL = flag("no-install", "do not install missing packages; name them and stop");

    @Override
    public String words() {
        return "agent";
    }

    @Override
    public String description() {
        return "Join a cluster on another machine, or continue with it; there, jibe token create prints how.";
    }

    @Override
    public Options options() {
        var options = new Options();
        List.of(DataOption.OPTION, SERVER, TOKEN, PIN, NAME, BACKGROUND, NO_INSTALL)
                .forEach(options::addOption);
        return options;
    }

    @Override
    public int run(Arguments arguments) throws Exception {
        var directory = DataOption.path(arguments);
        var running = RunState.read(directory);
        if (running.isPresent()) {
            throw new UsageException("something runs on " + directory + " already (pid "
                    + running.get().pid() + "); stop it with: jibe down --data-dir " + directory);
        }
        if (!System.getProperty("os.name").equals("Linux") || !DataOption.isRoot()) {
            throw new UsageException("a node needs containers, and those need root on Linux");
        }
        if (Files.isDirectory(directory.resolve("store"))) {
            throw new UsageException(directory + " holds a cluster of its own; choose another with --data-dir");
        }
        var config = config(arguments);
        Files.createDirectories(directory);
        if (arguments.has(BACKGROUND)) {
            return Background.start(directory);
        }
        return run(config, directory);
    }

    private static AgentConfig config(Arguments arguments) throws IOException {
        var server = arguments.text(SERVER).orElseThrow(() -> new UsageException("--server is needed"));
        var name = arguments
                .text(NAME)
                .orElse(InetAddress.getLocalHost().getHostName())
                .toLowerCase(Locale.ROOT);
        return new AgentConfig(
                URI.create(server),
                arguments.text(TOKEN).orElse(""),
                arguments.text(PIN).orElse(""),
                name,
                !arguments.has(NO_INSTALL));
    }

    private static int run(AgentConfig config, Path directory) throws Exception {
        var files = new DataDirectory(directory);
        Log.configure(LogOutput.toFile(files.log(), MAX_LOG_BYTES), Level.INFO);
        HeapKeeper.start();
        var ending = Ending.onSignal(Duration.ZERO);
        try (var _ = RemoteNode.start(config, files, Clock.system())) {
            new RunState(ProcessHandle.current().pid(), config.server().toString(), Version.TEXT, 0).write(directory);
            System.out.println("ready: node " + config.node() + " of " + config.server());
            Background.announceReady();
            ending.await();
            System.out.println("stopping");
        } catch (ApiFailure failure) {
            throw new UsageException(config.server() + ": " + failure.getMessage(), failure);
        } finally {
            RunState.remove(directory);
            ending.done();
        }
        return 0;
    }
}
