package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Services: their type, ports and names. */
final class ServiceRules {

    private static final FieldPath SPEC = FieldPath.ROOT.at("spec");
    private static final List<String> TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");

    private ServiceRules() {}

    static void service(Checks checks, JsonMap object) {
        var spec = object.map("spec");
        var ports = spec.list("ports");
        boolean headless = spec.string("clusterIP").equals("None");
        boolean external = spec.string("type").equals("ExternalName");
        if (ports.isEmpty() && !headless && !external) {
            checks.required(SPEC.at("ports"), "");
        }
        if (external && spec.string("externalName").isEmpty()) {
            checks.required(SPEC.at("externalName"), "");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            port(checks, SPEC.at("ports").at(i), ports.map(i), ports.size() > 1, names);
        }
        checks.labels(SPEC.at("selector"), spec.map("selector"));
        if (!spec.string("sessionAffinity").isEmpty()) {
            checks.oneOf(SPEC.at("sessionAffinity"), spec.string("sessionAffinity"), List.of("ClientIP", "None"));
        }
        if (!spec.string("type").isEmpty()) {
            checks.oneOf(SPEC.at("type"), spec.string("type"), TYPES);
        }
        checks.oneOfIfSet(SPEC, spec, "internalTrafficPolicy", List.of("Cluster", "Local"));
    }

    private static void port(Checks checks, FieldPath path, JsonMap port, boolean named, Set<String> names) {
        var name = port.string("name");
        if (named && name.isEmpty()) {
            checks.required(path.at("name"), "");
        } else if (!name.isEmpty()) {
            checks.dnsLabel(path.at("name"), name);
            if (!names.add(name)) {
                checks.duplicate(path.at("name"), name);
            }
        }
        checks.port(path.at("port"), port.number("port"));
        if (!port.string("protocol").isEmpty()) {
            checks.oneOf(path.at("protocol"), port.string("protocol"), List.of("SCTP", "TCP", "UDP"));
        }
        if (port.get("targetPort") instanceof Long target) {
            checks.port(path.at("targetPort"), target);
        }
    }
}
