package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Services.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/services-networking/service/">Service</a>.
 */
final class ServiceRules {

    private static final List<String> TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> FAMILIES = List.of("IPv4", "IPv6");
    private static final List<String> FAMILY_POLICIES = List.of("PreferDualStack", "RequireDualStack", "SingleStack");
    private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
    private static final String MODE = "service.kubernetes.io/topology-mode";
    private static final String SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";
    private static final String ONLY_BALANCED = "may only be used when `type` is 'LoadBalancer'";
    private static final String NOT_EXTERNAL = "may not be set for ExternalName services";
    private static final int MAX_AFFINITY_SECONDS = 86400;
    private static final int KUBELET_PORT = 10250;

    private ServiceRules() {}

    static void service(Place service) {
        topology(service.in("metadata"));
        var spec = service.in("spec");
        var type = spec.text("type");
        boolean headless = isHeadless(spec);
        if (spec.list("ports").isEmpty() && !headless && !type.equals("ExternalName")) {
            spec.required("ports");
        }
        ofType(spec, type, headless);
        Set<String> names = new HashSet<>();
        boolean several = spec.list("ports").size() > 1;
        spec.each("ports", port -> port(port, several, names));
        MetaRules.labels(spec, "selector");
        affinity(spec);
        addresses(spec);
        externalIps(spec);
        spec.oneOfNeeded("type", TYPES);
        portsTogether(spec, type);
        sourceRanges(service, spec, type);
        balancer(spec, type);
        trafficPolicies(spec, type);
        spec.oneOfIfSet("trafficDistribution", List.of("PreferClose", "PreferSameZone", "PreferSameNode"));
    }

    private static boolean isHeadless(Place spec) {
        return spec.list("clusterIPs").size() == 1
                && spec.list("clusterIPs").get(0).equals("None");
    }

    private static void topology(Place metadata) {
        var annotations = metadata.map("annotations");
        if (annotations.has(HINTS)
                && annotations.has(MODE)
                && !annotations.string(HINTS).equals(annotations.string(MODE))) {
            metadata.invalid(
                    "annotations[" + MODE + "]",
                    annotations.string(MODE),
                    "must match annotations[" + HINTS + "] when both are specified");
        }
    }

    private static void ofType(Place spec, String type, boolean headless) {
        switch (type) {
            case "LoadBalancer" -> {
                var ports = spec.list("ports");
                for (int i = 0; i < ports.size(); i++) {
                    if (ports.map(i).number("port") == KUBELET_PORT) {
                        spec.invalid(
                                "ports[" + i + "]",
                                (long) KUBELET_PORT,
                                "may not expose port " + KUBELET_PORT + " externally since it is used by kubelet");
                    }
                }
                notHeadless(spec, headless, type);
            }
            case "NodePort" -> notHeadless(spec, headless, type);
            case "ExternalName" -> {
                for (var key : List.of("clusterIPs", "ipFamilies")) {
                    if (!spec.list(key).isEmpty()) {
                        spec.forbidden(key, NOT_EXTERNAL);
                    }
                }
                if (spec.has("ipFamilyPolicy")) {
                    spec.forbidden("ipFamilyPolicy", NOT_EXTERNAL);
                }
                var name = spec.text("externalName");
                name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
                if (name.isEmpty()) {
                    spec.required("externalName");
                } else {
                    spec.invalid("externalName", name, Naming.SUBDOMAIN.wrong(name, false));
                }
            }
            default -> {
                // Nothing more to say.
            }
        }
    }

    private static void notHeadless(Place spec, boolean headless, String type) {
        if (headless) {
            spec.invalid("clusterIPs[0]", "None", "may not be set to 'None' for " + type + " services");
        }
    }

    private static void port(Place port, boolean several, Set<String> names) {
        var name = port.text("name");
        if (several && name.isEmpty()) {
            port.required("name");
        } else if (!name.isEmpty()) {
            port.named("name", Naming.LABEL);
            if (!names.add(name)) {
                port.duplicate("name", name);
            }
        }
        port.port("port", port.number("port"));
        port.oneOfNeeded("protocol", List.of("SCTP", "TCP", "UDP"));
        if (port.get("targetPort") instanceof String target) {
            port.invalid("targetPort", target, Formats.portName(target));
        } else {
            port.port("targetPort", port.number("targetPort"));
        }
        if (port.has("appProtocol")) {
            port.invalid("appProtocol", port.text("appProtocol"), Formats.qualifiedName(port.text("appProtocol")));
        }
    }

    private static void affinity(Place spec) {
        spec.oneOfNeeded("sessionAffinity", List.of("ClientIP", "None"));
        if (spec.text("sessionAffinity").equals("None")) {
            if (spec.has("sessionAffinityConfig")) {
                spec.forbidden("sessionAffinityConfig", "must not be set when session affinity is None");
            }
        } else if (spec.text("sessionAffinity").equals("ClientIP")) {
            var client = spec.in("sessionAffinityConfig").in("clientIP");
            long seconds = client.number("timeoutSeconds");
            if (!spec.has("sessionAffinityConfig")) {
                spec.required("sessionAffinityConfig", "when session affinity type is ClientIP");
            } else if (!client.has("timeoutSeconds")) {
                client.required("timeoutSeconds", "when session affinity type is ClientIP");
            } else if (seconds <= 0 || seconds > MAX_AFFINITY_SECONDS) {
                client.invalid(
                        "timeoutSeconds", seconds, "must be greater than 0 and less than " + MAX_AFFINITY_SECONDS);
            }
        }
    }

    /** Addresses and their families, by themselves and together. */
    static void addresses(Place spec) {
        if (spec.text("type").equals("ExternalName")) {
            return;
        }
        int before = spec.report().count();
        var ips = spec.list("clusterIPs");
        var first = spec.text("clusterIP");
        if (first.isEmpty() && !ips.isEmpty()) {
            spec.invalid("clusterIPs", ips, "must be empty when `clusterIP` is not specified");
        } else if (!first.isEmpty() && ips.isEmpty()) {
            spec.required("clusterIPs");
        } else if (!first.isEmpty() && !ips.get(0).equals(first)) {
            spec.invalid("clusterIPs", ips, "first value must match `clusterIP`");
        }
        Set<String> seen = new HashSet<>(0);
        spec.eachText("ipFamilies", (at, family) -> {
            if (!FAMILIES.contains(family)) {
                spec.unsupported(at, family, FAMILIES);
            }
            if (!seen.add(family)) {
                spec.duplicate(at, family);
            }
        });
        spec.oneOfIfSet("ipFamilyPolicy", FAMILY_POLICIES);
        if (clusterIps(spec) && spec.report().count() == before && !isHeadless(spec)) {
            families(spec);
        }
    }

    /** Whether all are addresses. */
    private static boolean clusterIps(Place spec) {
        var ips = spec.list("clusterIPs");
        boolean valid = true;
        for (int i = 0; i < ips.size(); i++) {
            var ip = (String) ips.get(i);
            if (i == 0 && ip.equals("None")) {
                if (ips.size() > 1) {
                    valid = false;
                    spec.invalid("clusterIPs", ips, "'None' must be the first and only value");
                }
                continue;
            }
            var wrong = Addresses.wrongLegacy(spec, ip);
            valid &= wrong.isEmpty();
            spec.invalid("clusterIPs[" + i + "]", ip, wrong);
        }
        if (ips.size() > 2) {
            spec.invalid("clusterIPs", ips, "may only hold up to 2 values");
        }
        if (!valid) {
            return false;
        }
        boolean both = ips.strings().anyMatch(Addresses::isV4) && ips.strings().anyMatch(Addresses::isV6);
        if (ips.size() > 1 && (!both || ips.size() > 2)) {
            spec.invalid("clusterIPs", ips, "may specify no more than one IP for each IP family");
        }
        return true;
    }

    private static void families(Place spec) {
        var ips = spec.list("clusterIPs");
        var families = spec.list("ipFamilies");
        for (int i = 0; i < Math.min(ips.size(), families.size()); i++) {
            var family = (String) families.get(i);
            var ip = (String) ips.get(i);
            boolean fits = family.equals("IPv4") ? !Addresses.isV6(ip) : !Addresses.isV4(ip);
            if (!fits) {
                spec.invalid(
                        "clusterIPs[" + i + "]",
                        ip,
                        "expected an " + family + " value as indicated by `ipFamilies[" + i + "]`");
            }
        }
    }

    private static void externalIps(Place spec) {
        spec.eachText("externalIPs", (at, ip) -> {
            var wrong = Addresses.wrongLegacy(spec, ip);
            spec.invalid(at, ip, wrong);
            if (wrong.isEmpty()) {
                Addresses.unreachable(spec, at, ip, true);
            }
        });
    }

    private static void portsTogether(Place spec, String type) {
        var ports = spec.list("ports");
        if (type.equals("ClusterIP")) {
            for (int i = 0; i < ports.size(); i++) {
                if (ports.map(i).number("nodePort") != 0) {
                    spec.forbidden("ports[" + i + "].nodePort", "may not be used when `type` is 'ClusterIP'");
                }
            }
        }
        if (ports.size() <= 1) {
            return;
        }
        Set<String> nodePorts = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            long nodePort = ports.map(i).number("nodePort");
            if (nodePort != 0 && !nodePorts.add(ports.map(i).string("protocol") + nodePort)) {
                spec.duplicate("ports[" + i + "].nodePort", nodePort);
            }
        }
        for (int i = 0; i < ports.size(); i++) {
            var port = ports.map(i);
            if (!numbers.add(port.string("protocol") + port.number("port"))) {
                spec.duplicate(
                        "ports[" + i + "]",
                        new GoText("{\"Name\":\"\",\"Protocol\":\"" + port.string("protocol")
                                + "\",\"AppProtocol\":null,\"Port\":" + port.number("port")
                                + ",\"TargetPort\":0,\"NodePort\":0}"));
            }
        }
    }

    private static void sourceRanges(Place service, Place spec, String type) {
        var annotation = service.map("metadata").map("annotations").get(SOURCE_RANGES);
        if (!spec.list("loadBalancerSourceRanges").isEmpty()) {
            if (!type.equals("LoadBalancer")) {
                spec.forbidden("LoadBalancerSourceRanges", ONLY_BALANCED);
            }
            spec.eachText(
                    "loadBalancerSourceRanges",
                    (at, range) -> spec.invalid(
                            "L" + at.substring(1), range.strip(), Addresses.wrongLegacyRange(spec, range.strip())));
        } else if (annotation instanceof String text) {
            var metadata = service.in("metadata");
            var key = "annotations[" + SOURCE_RANGES + "]";
            if (!type.equals("LoadBalancer")) {
                metadata.forbidden(key, ONLY_BALANCED);
            }
            if (service.report().hadAnnotation(SOURCE_RANGES, text)) {
                return;
            }
            for (var range : text.isBlank() ? new String[0] : text.strip().split(",", -1)) {
                metadata.invalid(key, range.strip(), Addresses.wrongLegacyRange(spec, range.strip()));
            }
        }
    }

    private static void trafficPolicies(Place spec, String type) {
        boolean outside = List.of("LoadBalancer", "NodePort").contains(type)
                || type.equals("ClusterIP") && !spec.list("externalIPs").isEmpty();
        var policy = spec.text("externalTrafficPolicy");
        if (outside) {
            spec.oneOfNeeded("externalTrafficPolicy", List.of("Cluster", "Local"));
        } else if (!policy.isEmpty()) {
            spec.invalid("externalTrafficPolicy", policy, "may only be set for externally-accessible services");
        }
        long check = spec.number("healthCheckNodePort");
        if (!type.equals("LoadBalancer") || !policy.equals("Local")) {
            if (check != 0) {
                spec.invalid(
                        "healthCheckNodePort",
                        check,
                        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
            }
        } else if (check == 0) {
            spec.required("healthCheckNodePort");
        } else {
            spec.port("healthCheckNodePort", check);
        }
        if (!spec.has("internalTrafficPolicy")) {
            if (List.of("LoadBalancer", "NodePort", "ClusterIP").contains(type)) {
                spec.required("internalTrafficPolicy");
            }
        } else {
            spec.oneOf("internalTrafficPolicy", List.of("Cluster", "Local"));
        }
    }

    private static void balancer(Place spec, String type) {
        boolean balanced = type.equals("LoadBalancer");
        if (!balanced && spec.has("allocateLoadBalancerNodePorts")) {
            spec.forbidden("allocateLoadBalancerNodePorts", ONLY_BALANCED);
        } else if (balanced && !spec.has("allocateLoadBalancerNodePorts")) {
            spec.required("allocateLoadBalancerNodePorts");
        }
        balancerClass(spec, balanced);
    }

    private static void balancerClass(Place spec, boolean balanced) {
        if (spec.has("loadBalancerClass")) {
            if (!balanced) {
                spec.forbidden("loadBalancerClass", ONLY_BALANCED);
            } else {
                spec.invalid(
                        "loadBalancerClass",
                        spec.text("loadBalancerClass"),
                        Formats.qualifiedName(spec.text("loadBalancerClass")));
            }
        }
    }

    /** What a service was given at first it keeps, unless it becomes one of another type. */
    static void same(Place service, JsonMap old) {
        var spec = service.in("spec");
        var before = old.map("spec");
        boolean external = spec.text("type").equals("ExternalName")
                || before.string("type").equals("ExternalName");
        if (!external) {
            for (var key : List.of("clusterIPs", "ipFamilies")) {
                var now = spec.list(key);
                var then = before.list(key);
                for (int i = 0; i < Math.min(now.size(), then.size()); i++) {
                    if (!now.get(i).equals(then.get(i))) {
                        spec.invalid(key + "[" + i + "]", now, "may not change once set");
                    }
                }
            }
        }
        boolean balanced = spec.text("type").equals("LoadBalancer")
                && before.string("type").equals("LoadBalancer");
        if (balanced && !java.util.Objects.equals(spec.get("loadBalancerClass"), before.get("loadBalancerClass"))) {
            spec.invalid("loadBalancerClass", spec.get("loadBalancerClass"), "may not change once set");
        }
        // Looked at twice, as upstream does.
        balancerClass(spec, spec.text("type").equals("LoadBalancer"));
        boolean checked = balanced
                && isLocal(spec.text("externalTrafficPolicy"))
                && isLocal(before.string("externalTrafficPolicy"));
        if (checked && spec.number("healthCheckNodePort") != before.number("healthCheckNodePort")) {
            spec.forbidden("healthCheckNodePort", "field is immutable");
        }
    }

    private static boolean isLocal(String trafficPolicy) {
        return trafficPolicy.equals("Local");
    }

    static void status(Place service) {
        var type = service.map("spec").string("type");
        balancerStatus(service.in("status").in("loadBalancer"), type.equals("LoadBalancer"));
    }

    static void balancerStatus(Place status, boolean balanced) {
        if (!balanced && !status.list("ingress").isEmpty()) {
            status.forbidden("ingress", "may only be used when `spec.type` is 'LoadBalancer'");
            return;
        }
        status.each("ingress", ingress -> {
            var ip = ingress.text("ip");
            if (!ip.isEmpty()) {
                ingress.invalid("ip", ip, Addresses.wrongLegacy(ingress, ip));
            }
            if (!ip.isEmpty() && !ingress.has("ipMode")) {
                ingress.required("ipMode", "must be specified when `ip` is set");
            }
            if (ip.isEmpty() && ingress.has("ipMode")) {
                ingress.forbidden("ipMode", "may not be specified when `ip` is not set");
            } else {
                ingress.oneOfIfSet("ipMode", List.of("Proxy", "VIP"));
            }
            var name = ingress.text("hostname");
            if (!name.isEmpty()) {
                ingress.invalid("hostname", name, Naming.SUBDOMAIN.wrong(name, false));
                if (Addresses.parse(name) != null) {
                    ingress.invalid("hostname", name, "must be a DNS name, not an IP address");
                }
            }
        });
    }
}
