package dev.jibe.node.cri;

import java.util.List;
import java.util.Map;

/**
 * What a pod's sandbox is to be: identity, network names, ports, and the limits around all its containers.
 *
 * @param attempt 0 for the first sandbox of a pod, one more for each that follows
 * @param cgroupParent an absolute cgroup path without the controller's mount point
 */
public record SandboxSpec(
        String name,
        String uid,
        String namespace,
        int attempt,
        String hostname,
        String logDirectory,
        Dns dns,
        List<Port> ports,
        Map<String, String> labels,
        Map<String, String> annotations,
        String cgroupParent,
        Confinement confinement,
        Map<String, String> sysctls,
        String runtimeHandler) {

    /** The resolv.conf of the pod; all empty means that of the host. */
    public record Dns(List<String> servers, List<String> searches, List<String> options) {
        public static final Dns HOST = new Dns(List.of(), List.of(), List.of());
    }

    /** A container's port that the host forwards to. */
    public record Port(String protocol, int containerPort, int hostPort, String hostIp) {}
}
