package dev.jibe.node.launch;

import dev.jibe.node.cri.SandboxSpec;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the runtime is told about a pod's sandbox. */
public final class SandboxSpecs {
    public static final String POD_NAME = "io.kubernetes.pod.name";
    public static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
    public static final String POD_UID = "io.kubernetes.pod.uid";
    public static final String CONTAINER_NAME = "io.kubernetes.container.name";

    private static final int MAX_HOST_NAME = 63;

    private SandboxSpecs() {}

    public static SandboxSpec of(Pod pod, int attempt, NodeFacts node) {
        var labels = new TreeMap<String, String>(pod.labels());
        labels.putAll(identity(pod));
        return new SandboxSpec(
                pod.name(),
                pod.uid(),
                pod.namespace(),
                attempt,
                pod.spec().hostNetwork() ? "" : hostName(pod, node),
                node.logDirectory(pod.namespace(), pod.name(), pod.uid()).toString(),
                Resolver.of(pod, node),
                ports(pod),
                labels,
                Map.copyOf(pod.annotations()),
                cgroupParent(pod),
                Confinements.sandbox(pod),
                sysctls(pod),
                "");
    }

    static Map<String, String> identity(Pod pod) {
        return Map.of(POD_NAME, pod.name(), POD_NAMESPACE, pod.namespace(), POD_UID, pod.uid());
    }

    /** The host name alone, or with the domain if the pod wants that. */
    static String hostName(Pod pod, NodeFacts node) {
        String name = pod.spec().hostname().isEmpty() ? pod.name() : pod.spec().hostname();
        if (name.length() > MAX_HOST_NAME) {
            name = name.substring(0, MAX_HOST_NAME).replaceAll("[-.]+$", "");
        }
        return pod.spec().setHostnameAsFQDN() && !pod.spec().subdomain().isEmpty()
                ? name + "." + domain(pod, node)
                : name;
    }

    static String domain(Pod pod, NodeFacts node) {
        return pod.spec().subdomain() + "." + pod.namespace() + ".svc." + node.clusterDomain();
    }

    private static List<SandboxSpec.Port> ports(Pod pod) {
        var ports = new ArrayList<SandboxSpec.Port>();
        if (!pod.spec().hostNetwork()) {
            pod.spec()
                    .containers()
                    .forEach(container -> container.ports().stream()
                            .filter(port -> port.hostPort() > 0)
                            .forEach(port -> ports.add(new SandboxSpec.Port(
                                    port.protocol(), port.containerPort(), port.hostPort(), port.hostIP()))));
        }
        return List.copyOf(ports);
    }

    private static Map<String, String> sysctls(Pod pod) {
        var sysctls = new TreeMap<String, String>();
        pod.spec().securityContext().sysctls().forEach(sysctl -> sysctls.put(sysctl.name(), sysctl.value()));
        return sysctls;
    }

    /** One cgroup for each quality of service, and one for each pod below it. */
    public static String cgroupParent(Pod pod) {
        return switch (QualityOfService.of(pod)) {
            case GUARANTEED -> "/kubepods/pod" + pod.uid();
            case BURSTABLE -> "/kubepods/burstable/pod" + pod.uid();
            case BEST_EFFORT -> "/kubepods/besteffort/pod" + pod.uid();
        };
    }
}
