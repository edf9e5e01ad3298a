package dev.jibe.controllers.services;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.v1.ObjectReference;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import dev.jibe.object.api.v1.ServicePort;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.view.IntOrString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which pods are behind a Service, and on which ports and addresses.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/services-networking/service/">Service</a>.
 */
public final class Backends {

    private Backends() {}

    /** A port of the Service as a pod serves it. */
    public record Port(String name, String protocol, int number, String appProtocol) {}

    /** Whether the pods of a Service are ours to find: it selects some, and is no alias. */
    public static boolean hasSelector(Service service) {
        return !service.spec().selectorTree().isEmpty()
                && !service.spec().type().equals("ExternalName");
    }

    public static boolean isHeadless(Service service) {
        return service.spec().clusterIP().equals("None");
    }

    public static boolean selects(Service service, Pod pod) {
        return hasSelector(service)
                && LabelSelector.ofLabels(service.spec().selectorTree())
                        .matches(pod.metadata().labelsTree());
    }

    /** Whether the pod can be named at all: it has an address and may still answer on it. */
    public static boolean isReachable(Pod pod) {
        return !pod.status().podIP().isEmpty() && !PodState.isFinished(pod);
    }

    /** The pod's address of a family ({@code IPv4} or {@code IPv6}). */
    public static Optional<String> address(Pod pod, String family) {
        boolean wantsColon = family.equals("IPv6");
        for (var ip : pod.status().podIPs()) {
            if (ip.ip().contains(":") == wantsColon) {
                return Optional.of(ip.ip());
            }
        }
        var single = pod.status().podIP();
        return !single.isEmpty() && single.contains(":") == wantsColon ? Optional.of(single) : Optional.empty();
    }

    /** The Service's ports on this pod; a named target port that the pod does not have is left out. */
    public static List<Port> ports(Service service, Pod pod) {
        var ports = new ArrayList<Port>();
        for (var port : service.spec().ports()) {
            targetPort(port, pod)
                    .ifPresent(number ->
                            ports.add(new Port(port.name(), protocol(port.protocol()), number, port.appProtocol())));
        }
        return ports;
    }

    /** The name under which DNS knows the pod in this Service; empty if it has none. */
    public static String hostname(Service service, Pod pod) {
        boolean isOurs = pod.spec().subdomain().equals(service.name());
        return isOurs ? pod.spec().hostname() : "";
    }

    public static ObjectReference reference(Pod pod) {
        return ObjectReference.EMPTY
                .withKind(Pod.KIND.kind())
                .withNamespace(pod.namespace())
                .withName(pod.name())
                .withUid(pod.uid());
    }

    private static Optional<Integer> targetPort(ServicePort port, Pod pod) {
        if (!port.hasTargetPort()) {
            return Optional.of(port.port());
        }
        return switch (port.targetPort()) {
            case IntOrString.Int(int number) -> Optional.of(number == 0 ? port.port() : number);
            case IntOrString.Text(String name) -> named(name, protocol(port.protocol()), pod);
        };
    }

    private static Optional<Integer> named(String name, String protocol, Pod pod) {
        var containers = new ArrayList<>(pod.spec().containers());
        for (var container : pod.spec().initContainers()) {
            if (container.restartPolicy().equals("Always")) {
                containers.add(container); // a sidecar serves like any other container
            }
        }
        for (var container : containers) {
            for (var port : container.ports()) {
                if (port.name().equals(name) && protocol(port.protocol()).equals(protocol)) {
                    return Optional.of(port.containerPort());
                }
            }
        }
        return Optional.empty();
    }

    private static String protocol(String protocol) {
        return protocol.isEmpty() ? "TCP" : protocol;
    }
}
