package dev.jibe.jibe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The programs that a node with real containers needs, and the Debian packages they come in. */
final class Packages {

    private static final List<String> PROGRAM_DIRECTORIES =
            List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin", "/usr/local/sbin");

    private static final Map<String, String> PROGRAMS = new LinkedHashMap<>();

    static {
        PROGRAMS.put("containerd", "containerd");
        PROGRAMS.put("runc", "runc");
        PROGRAMS.put("nft", "nftables");
        PROGRAMS.put("conntrack", "conntrack");
        PROGRAMS.put("ip", "iproute2");
    }

    private Packages() {}

    /** Installs what is missing, or says what it is. */
    static void ensure(boolean mayInstall) throws IOException, InterruptedException {
        var missing = missing();
        if (missing.isEmpty()) {
            return;
        }
        var names = String.join(" ", missing);
        boolean apt = Files.isExecutable(Path.of("/usr/bin/apt-get"));
        if (!mayInstall || !apt || !DataOption.isRoot()) {
            throw new UsageException("these packages are missing: " + names + "; install them"
                    + (apt ? ": apt-get install " + names : " with your system's package manager"));
        }
        System.out.println("installing packages: " + names);
        run(List.of("apt-get", "update", "-qq"));
        var command = new ArrayList<>(List.of("apt-get", "install", "-y", "-qq", "--no-install-recommends"));
        command.addAll(missing);
        run(command);
        var left = missing();
        if (!left.isEmpty()) {
            throw new UsageException("apt-get did not install " + String.join(" ", left));
        }
    }

    private static List<String> missing() {
        var missing = new ArrayList<String>();
        PROGRAMS.forEach((program, name) -> {
            if (PROGRAM_DIRECTORIES.stream().noneMatch(dir -> Files.isExecutable(Path.of(dir, program)))) {
                missing.add(name);
            }
        });
        boolean plugins = List.of("/opt/cni/bin", "/usr/lib/cni").stream()
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, "bridge")));
        if (!plugins) {
            missing.add("containernetworking-plugins");
        }
        return missing;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        if (builder.start().waitFor() != 0) {
            throw new UsageException("failed: " + String.join(" ", command));
        }
    }
}
