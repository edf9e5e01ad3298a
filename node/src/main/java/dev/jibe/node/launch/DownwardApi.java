package dev.jibe.node.launch;

import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.ResourceFieldSelector;
import dev.jibe.object.quantity.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pod can be told about itself.
 *
 * <p>See https://kubernetes.io/docs/concepts/workloads/pods/downward-api/.
 *
 * @param podIps empty until the sandbox is up
 */
public record DownwardApi(Pod pod, List<String> podIps, NodeFacts node) {

    /** The value of a field of the pod, such as {@code metadata.labels['app']}. */
    public String field(String path) {
        String bracketed = subscript(path);
        if (path.startsWith("metadata.labels[")) {
            return pod.labels().getOrDefault(bracketed, "");
        }
        if (path.startsWith("metadata.annotations[")) {
            return pod.annotations().getOrDefault(bracketed, "");
        }
        return switch (path) {
            case "metadata.name" -> pod.name();
            case "metadata.namespace" -> pod.namespace();
            case "metadata.uid" -> pod.uid();
            case "metadata.labels" -> lines(pod.labels());
            case "metadata.annotations" -> lines(pod.annotations());
            case "spec.nodeName" -> pod.spec().nodeName();
            case "spec.serviceAccountName" -> pod.spec().serviceAccountName();
            case "status.hostIP" -> node.ips().isEmpty() ? "" : node.ips().getFirst();
            case "status.hostIPs" -> String.join(",", node.ips());
            case "status.podIP" -> podIps.isEmpty() ? "" : podIps.getFirst();
            case "status.podIPs" -> String.join(",", podIps);
            default -> throw LaunchFailure.config("unsupported fieldPath: " + path);
        };
    }

    private static String subscript(String path) {
        int open = path.indexOf("['");
        return open >= 0 && path.endsWith("']") ? path.substring(open + 2, path.length() - 2) : "";
    }

    private static String lines(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> entry.getKey() + "=\""
                        + entry.getValue()
                                .replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n") + "\"")
                .collect(Collectors.joining("\n"));
    }

    /** The request or limit of a container in units of the divisor, rounded up. */
    public String resource(ResourceFieldSelector selector, Container owner) {
        Container container = selector.containerName().isEmpty()
                ? owner
                : Stream.concat(pod.spec().containers().stream(), pod.spec().initContainers().stream())
                        .filter(candidate -> candidate.name().equals(selector.containerName()))
                        .findFirst()
                        .orElseThrow(
                                () -> LaunchFailure.config("container " + selector.containerName() + " not found"));
        int dot = selector.resource().indexOf('.');
        String kind = dot < 0 ? "" : selector.resource().substring(0, dot);
        String name = selector.resource().substring(dot + 1);
        Quantity amount = switch (kind) {
            case "limits" -> orCapacity(container.resources().limits().get(name), name);
            case "requests" -> container.resources().requests().getOrDefault(name, Quantity.ZERO);
            default -> throw LaunchFailure.config("unsupported container resource: " + selector.resource());
        };
        BigDecimal divisor = selector.hasDivisor() && !selector.divisor().isZero()
                ? selector.divisor().amount()
                : BigDecimal.ONE;
        return amount.amount().divide(divisor, 0, RoundingMode.CEILING).toPlainString();
    }

    /** Without a limit, a container may use what the node has. */
    private Quantity orCapacity(@Nullable Quantity limit, String name) {
        if (limit != null) {
            return limit;
        }
        return switch (name) {
            case "cpu" -> Quantity.ofMilli(node.cpuMillis());
            case "memory" -> Quantity.of(node.memoryBytes());
            default -> Quantity.ZERO;
        };
    }
}
