package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/**
 * Services: what the server has given them they keep, and lose with the type that needed it.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/services-networking/service/">Service</a>.
 */
final class ServiceStrategy extends BuiltinStrategy {

    ServiceStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        var updated = super.prepareForUpdate(object, old);
        var before = old.map("spec");
        var spec = updated.map("spec");
        spec = needsAddress(spec) && needsAddress(before) ? withAddress(spec, before) : spec;
        if (needsPorts(spec) && needsPorts(before)) {
            spec = spec.with("ports", withPorts(spec.list("ports"), before.list("ports")));
        }
        if (needsCheck(spec) && needsCheck(before) && spec.number("healthCheckNodePort") == 0) {
            spec = Fields.copy(before, spec, "healthCheckNodePort");
        }
        var changed = updated.with("spec", dropped(spec, before));
        boolean balanced = spec.string("type").equals("LoadBalancer");
        return balanced || !changed.map("status").map("loadBalancer").has("ingress")
                ? changed
                : changed.withAt(JsonMap.EMPTY, "status", "loadBalancer");
    }

    private static boolean needsAddress(JsonMap spec) {
        return !spec.string("type").equals("ExternalName");
    }

    private static boolean needsPorts(JsonMap spec) {
        return spec.string("type").equals("NodePort")
                || spec.string("type").equals("LoadBalancer")
                        && (!spec.has("allocateLoadBalancerNodePorts") || spec.bool("allocateLoadBalancerNodePorts"));
    }

    private static boolean needsCheck(JsonMap spec) {
        return spec.string("type").equals("LoadBalancer")
                && spec.string("externalTrafficPolicy").equals("Local");
    }

    private static boolean isReachedFromOutside(JsonMap spec) {
        return List.of("NodePort", "LoadBalancer").contains(spec.string("type"))
                || spec.string("type").equals("ClusterIP")
                        && !spec.list("externalIPs").isEmpty();
    }

    private static JsonMap withAddress(JsonMap spec, JsonMap before) {
        var result = spec.string("clusterIP").isEmpty() ? Fields.copy(before, spec, "clusterIP") : spec;
        boolean same = result.string("clusterIP").equals(before.string("clusterIP"));
        return same && result.list("clusterIPs").isEmpty() ? Fields.copy(before, result, "clusterIPs") : result;
    }

    /** Ports keep the node ports that those of the same name had. */
    private static JsonList withPorts(JsonList ports, JsonList before) {
        var used = ports.maps().map(port -> port.number("nodePort")).toList();
        var named = new HashMap<String, Long>();
        before.maps().forEach(port -> named.put(port.string("name"), port.number("nodePort")));
        return ports.map(value -> {
            var port = (JsonMap) value;
            if (port.number("nodePort") != 0) {
                return port;
            }
            long old = named.getOrDefault(port.string("name"), 0L);
            return old != 0 && !used.contains(old) ? port.with("nodePort", old) : port;
        });
    }

    /** Without what no longer applies and what the client has left as it was. */
    private static JsonMap dropped(JsonMap given, JsonMap before) {
        var spec = given;
        if (needsAddress(before) && !needsAddress(spec)) {
            for (var key :
                    List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy")) {
                spec = unlessChanged(spec, before, key);
            }
        }
        if (needsPorts(before) && !needsPorts(spec) && spec.has("ports") && samePorts(spec, before)) {
            spec = spec.with("ports", spec.list("ports").map(port -> ((JsonMap) port).without("nodePort")));
        }
        if (needsCheck(before) && !needsCheck(spec)) {
            spec = unlessChanged(spec, before, "healthCheckNodePort");
        }
        if (before.string("type").equals("LoadBalancer") && !spec.string("type").equals("LoadBalancer")) {
            spec = unlessChanged(spec, before, "allocateLoadBalancerNodePorts");
            spec = unlessChanged(spec, before, "loadBalancerClass");
        }
        if (isReachedFromOutside(before) && !isReachedFromOutside(spec)) {
            spec = unlessChanged(spec, before, "externalTrafficPolicy");
        }
        return spec;
    }

    private static boolean samePorts(JsonMap spec, JsonMap before) {
        var then =
                before.list("ports").maps().map(port -> port.number("nodePort")).toList();
        return then.containsAll(spec.list("ports")
                .maps()
                .map(port -> port.number("nodePort"))
                .filter(number -> number != 0)
                .toList());
    }

    private static JsonMap unlessChanged(JsonMap spec, JsonMap before, String key) {
        return Objects.equals(spec.get(key), before.get(key)) ? spec.without(key) : spec;
    }
}
