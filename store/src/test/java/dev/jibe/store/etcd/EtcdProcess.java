package dev.jibe.store.etcd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real etcd of one member, which a test starts, kills, stops and starts again; the program is the one in the path. */
public final class EtcdProcess implements AutoCloseable {

    private final Path program;
    private final Path directory;
    private final int port;
    private final int peerPort;
    private Process process;

    private EtcdProcess(Path program, Path directory) throws IOException {
        this.program = program;
        this.directory = directory;
        this.port = freePort();
        this.peerPort = freePort();
        this.process = launch();
    }

    /** One on an empty directory; the test is skipped where there is no etcd. */
    public static EtcdProcess start(Path directory) throws IOException {
        var program = find();
        Assumptions.assumeTrue(program.isPresent(), "needs etcd in the path (Debian: etcd-server)");
        return new EtcdProcess(program.orElseThrow(), directory);
    }

    private static Optional<Path> find() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(":", -1))
                .map(folder -> Path.of(folder, "etcd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private Process launch() throws IOException {
        var client = address().toString();
        var peer = "http://127.0.0.1:" + peerPort;
        return new ProcessBuilder(List.of(
                        program.toString(),
                        "--data-dir=" + directory.resolve("etcd"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=default=" + peer))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("etcd.log").toFile()))
                .start();
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void restart() throws IOException {
        process = launch();
    }

    /** Puts an empty etcd in its place. */
    public void replace() throws IOException, InterruptedException {
        kill();
        try (var files = Files.walk(directory.resolve("etcd"))) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        restart();
    }

    /** Stops it without its noticing; connections stay. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
