package dev.jibe.node.containerd;

import dev.jibe.node.image.PauseImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Where a containerd of our own keeps things, and its configuration file.
 *
 * @param root what must survive a restart of the machine: images and containers' data
 * @param state what must not: sockets and running containers' bundles
 */
record ContainerdConfig(Path root, Path state, Path cniPlugins, String snapshotter) {
    /** CAP_SYS_RESOURCE, see capabilities(7). */
    private static final int CAP_SYS_RESOURCE = 24;

    static ContainerdConfig of(Path dataDirectory, Path cniPlugins, String snapshotter) {
        Path absolute = dataDirectory.toAbsolutePath().normalize();
        return new ContainerdConfig(
                absolute.resolve("containerd"), Path.of("/run/jibe", key(absolute)), cniPlugins, snapshotter);
    }

    /** Short and different for each data directory: paths of sockets have room for 107 bytes. */
    static String key(Path dataDirectory) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(dataDirectory.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    Path socket() {
        return state.resolve("containerd.sock");
    }

    Path file() {
        return root.resolve("config.toml");
    }

    Path pidFile() {
        return root.resolve("containerd.pid");
    }

    Path logFile() {
        return root.resolve("containerd.log");
    }

    Path cniDirectory() {
        return root.resolve("cni");
    }

    void write() throws IOException {
        Files.createDirectories(root);
        Files.createDirectories(state);
        Files.writeString(file(), toml());
    }

    private String toml() {
        return """
            version = 2
            root = "%s"
            state = "%s"
            disabled_plugins = [%s]

            [grpc]
              address = "%s"

            [plugins."io.containerd.grpc.v1.cri"]
              sandbox_image = "%s"
              restrict_oom_score_adj = %s
              disable_apparmor = %s
              stream_server_address = "127.0.0.1"
              stream_server_port = "0"
              max_container_log_line_size = 16384

              [plugins."io.containerd.grpc.v1.cri".containerd]
                snapshotter = "%s"
                default_runtime_name = "runc"

                [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
                  runtime_type = "io.containerd.runc.v2"

                  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                    SystemdCgroup = false

              [plugins."io.containerd.grpc.v1.cri".cni]
                bin_dir = "%s"
                conf_dir = "%s"
                max_conf_num = 1

              [plugins."io.containerd.grpc.v1.cri".registry]
                config_path = "/etc/containerd/certs.d"
            """.formatted(
                        root.resolve("root"),
                        state.resolve("state"),
                        disabledPlugins(),
                        socket(),
                        PauseImage.REFERENCE,
                        !hasCapability(CAP_SYS_RESOURCE),
                        !Files.isDirectory(Path.of("/sys/kernel/security/apparmor")),
                        snapshotter,
                        cniPlugins,
                        cniDirectory());
    }

    private static String disabledPlugins() {
        return String.join(
                ", ",
                List.of(
                        "\"io.containerd.snapshotter.v1.aufs\"",
                        "\"io.containerd.snapshotter.v1.btrfs\"",
                        "\"io.containerd.snapshotter.v1.devmapper\"",
                        "\"io.containerd.snapshotter.v1.zfs\"",
                        "\"io.containerd.internal.v1.opt\"",
                        "\"io.containerd.internal.v1.tracing\"",
                        "\"io.containerd.tracing.processor.v1.otlp\""));
    }

    /** Whether this process has a capability, by the effective set in proc(5) status. */
    private static boolean hasCapability(int number) {
        try {
            Optional<String> line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(candidate -> candidate.startsWith("CapEff:"))
                    .findFirst();
            return line.isPresent()
                    && (Long.parseUnsignedLong(line.get().substring(7).strip(), 16) >>> number & 1) == 1;
        } catch (IOException e) {
            return false;
        }
    }
}
