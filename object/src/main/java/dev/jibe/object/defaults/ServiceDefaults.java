package dev.jibe.object.defaults;

import dev.jibe.object.JsonMap;

/**
 * Computed defaults of services.
 *
 * @see <a href="https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-policies">Traffic policies</a>
 */
final class ServiceDefaults {
    private ServiceDefaults() {}

    static JsonMap service(JsonMap service) {
        JsonMap spec = service.map("spec");
        JsonMap result = spec;
        String type = spec.string("type");
        boolean balanced = type.equals("LoadBalancer");
        boolean onNodes = balanced || type.equals("NodePort");
        if (spec.string("sessionAffinity").equals("None")) {
            result = result.without("sessionAffinityConfig");
        } else if (spec.string("sessionAffinity").equals("ClientIP")
                && !spec.map("sessionAffinityConfig").has("clientIP")) {
            result = result.withAt(JsonMap.EMPTY, "sessionAffinityConfig", "clientIP");
        }
        boolean reachedFromOutside = onNodes
                || (type.equals("ClusterIP") && !spec.list("externalIPs").isEmpty());
        if (reachedFromOutside && spec.string("externalTrafficPolicy").isEmpty()) {
            result = result.with("externalTrafficPolicy", "Cluster");
        }
        if ((onNodes || type.equals("ClusterIP")) && !spec.has("internalTrafficPolicy")) {
            result = result.with("internalTrafficPolicy", "Cluster");
        }
        if (balanced && !spec.has("allocateLoadBalancerNodePorts")) {
            result = result.with("allocateLoadBalancerNodePorts", true);
        }
        return service.with("spec", result);
    }

    /** Traffic goes to the port of the same number unless another is named. */
    static JsonMap port(JsonMap port) {
        Object target = port.get("targetPort");
        boolean absent = target == null || target.equals(0L) || target.equals("");
        return absent ? port.with("targetPort", port.number("port")) : port;
    }

    static JsonMap ingress(JsonMap ingress) {
        return ingress.string("ip").isEmpty() || ingress.has("ipMode") ? ingress : ingress.with("ipMode", "VIP");
    }
}
