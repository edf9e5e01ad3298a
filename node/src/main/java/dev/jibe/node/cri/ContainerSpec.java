package dev.jibe.node.cri;

import java.util.List;
import java.util.Map;

/** What a container is to be. */
public record ContainerSpec(
        String name,
        int attempt,
        String image,
        List<String> command,
        List<String> args,
        String workingDirectory,
        List<Env> env,
        List<Mount> mounts,
        List<Device> devices,
        Map<String, String> labels,
        Map<String, String> annotations,
        String logPath,
        boolean stdin,
        boolean stdinOnce,
        boolean tty,
        LinuxLimits limits,
        Confinement confinement) {

    /** An environment variable. */
    public record Env(String name, String value) {}

    /** A path of the host made visible inside. */
    public record Mount(String containerPath, String hostPath, boolean readOnly, Propagation propagation) {}

    /** A device node of the host made visible inside. */
    public record Device(String containerPath, String hostPath, String permissions) {}

    /** Whether mounts made later on one side appear on the other. */
    public enum Propagation {
        PRIVATE,
        HOST_TO_CONTAINER,
        BIDIRECTIONAL
    }
}
