package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What nodes may say of a pod. */
final class PodStatusRules {

    private static final String NOMINATED = "nominatedNodeName";
    private static final String NOT_NEGATIVE = "must be a non-negative integer";
    private static final String RESOURCES = "allocatedResourcesStatus";
    private static final List<String> STATUSES =
            List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses");
    private static final List<String> HEALTH = List.of("Healthy", "Unhealthy", "Unknown");
    private static final int MAX_MESSAGE_BYTES = 1024;

    private PodStatusRules() {}

    static void check(Place pod, JsonMap old) {
        PodUpdateRules.annotations(pod, old);
        var status = pod.in("status");
        var before = old.map("status");
        conditions(status);
        nominated(status, old);
        if (status.number("observedGeneration") < 0) {
            status.invalid("observedGeneration", status.number("observedGeneration"), NOT_NEGATIVE);
        }
        if (!status.text("qosClass").equals(before.string("qosClass"))) {
            status.invalid("qosClass", status.text("qosClass"), "field is immutable");
        }
        states(status, before, old.map("spec"));
        claims(pod.map("spec"), status);
        if (status.has("extendedResourceClaimStatus")) {
            extended(pod.map("spec"), status.in("extendedResourceClaimStatus"));
        }
        addresses(status, "podIPs");
        hostAddress(status);
        addresses(status, "hostIPs");
        var system = pod.map("spec").map("os").string("name");
        for (var kind : STATUSES) {
            status.each(kind, container -> user(container, system));
        }
        resources(status, "containerStatuses", pod.map("spec").list("containers"));
        resources(status, "initContainerStatuses", pod.map("spec").list("initContainers"));
        status.each("ephemeralContainerStatuses", container -> {
            if (!container.list(RESOURCES).isEmpty()) {
                container.forbidden(RESOURCES, "must not be specified in container status");
            }
        });
    }

    private static void conditions(Place status) {
        status.each("conditions", condition -> {
            if (condition.number("observedGeneration") < 0) {
                condition.invalid("observedGeneration", condition.number("observedGeneration"), NOT_NEGATIVE);
            }
            condition.invalid("Type", condition.text("type"), Formats.qualifiedName(condition.text("type")));
        });
    }

    private static void nominated(Place status, JsonMap old) {
        var node = status.text(NOMINATED);
        if (node.isEmpty() || node.equals(old.map("status").string(NOMINATED))) {
            return;
        }
        status.named(NOMINATED, Naming.SUBDOMAIN);
        if (!old.map("spec").string("nodeName").isEmpty()) {
            status.forbidden(NOMINATED, "may not be set on pods that are already bound to a node");
        }
    }

    /** What has ended begins again only if it is to be restarted. */
    private static void states(Place status, JsonMap before, JsonMap spec) {
        boolean anyMay = Stream.of("initContainers", "containers")
                .flatMap(kind -> spec.list(kind).maps())
                .flatMap(container -> container.list("restartPolicyRules").maps())
                .anyMatch(rule -> rule.string("action").equals("RestartAllContainers"));
        if (!anyMay) {
            states(status, before, "containerStatuses", ended -> restarts(spec, "containers", ended));
            states(status, before, "initContainerStatuses", ended -> restarts(spec, "initContainers", ended));
        }
        states(status, before, "ephemeralContainerStatuses", ended -> false);
    }

    private static void states(Place status, JsonMap before, String kind, Predicate<JsonMap> restarts) {
        var then = before.list(kind);
        for (int i = 0; i < then.size(); i++) {
            var ended = then.map(i);
            boolean runs = ended.map("state").has("terminated")
                    && status.list(kind)
                            .maps()
                            .anyMatch(now -> now.string("name").equals(ended.string("name"))
                                    && !now.map("state").has("terminated"));
            if (runs && !restarts.test(ended)) {
                status.forbidden(kind + "[" + i + "].state", "may not be transitioned to non-terminated state");
            }
        }
    }

    private static boolean restarts(JsonMap spec, String kind, JsonMap ended) {
        long code = ended.map("state").map("terminated").number("exitCode");
        return spec.list(kind)
                .maps()
                .filter(container -> container.string("name").equals(ended.string("name")))
                .findFirst()
                .map(container -> restarts(container, spec.string("restartPolicy"), code))
                .orElse(false);
    }

    private static boolean restarts(JsonMap container, String policyOfPod, long code) {
        var own = container.string("restartPolicy");
        boolean ruled = !own.isEmpty()
                && container.list("restartPolicyRules").maps().anyMatch(rule -> {
                    var codes = rule.map("exitCodes");
                    boolean listed = codes.list("values").stream().anyMatch(value -> value.equals(code));
                    return listed == codes.string("operator").equals("In") && rule.has("exitCodes");
                });
        return ruled
                || switch (own.isEmpty() ? policyOfPod : own) {
                    case "OnFailure" -> code != 0;
                    case "Never" -> false;
                    default -> true;
                };
    }

    /** The claims that were made for a pod are for what it asks. */
    private static void claims(JsonMap spec, Place status) {
        var asked = names(spec.list("resourceClaims"));
        Set<String> seen = new HashSet<>();
        status.each("resourceClaimStatuses", claim -> {
            var name = claim.text("name");
            if (!asked.contains(name)) {
                claim.invalid("name", name, "must match the name of an entry in `spec.resourceClaims`");
            }
            if (!seen.add(name)) {
                claim.duplicate("name", name);
            }
            if (claim.has("resourceClaimName")) {
                claim.named("resourceClaimName", Naming.SUBDOMAIN);
            }
        });
    }

    private static void extended(JsonMap spec, Place claim) {
        if (claim.list("requestMappings").isEmpty()) {
            claim.required("requestMappings", "at least one request mapping is required");
        }
        Set<List<String>> seen = new HashSet<>();
        claim.each("requestMappings", mapping -> {
            var name = mapping.text("containerName");
            var resource = mapping.text("resourceName");
            var request = mapping.text("requestName");
            var container = Stream.of("containers", "initContainers")
                    .flatMap(kind -> spec.list(kind).maps())
                    .filter(each -> each.string("name").equals(name))
                    .findFirst();
            if (container.isEmpty()) {
                mapping.invalid(
                        "containerName",
                        name,
                        "must match the name of an entry in spec.initContainers.name or spec.containers.name");
            } else if (!container.get().map("resources").map("requests").has(resource)) {
                mapping.invalid(
                        "resourceName",
                        resource,
                        "must match the extended resource name of an entry in spec.initContainers.resources.requests or"
                                + " spec.containers.resources.requests");
            }
            // Upstream does not say of which mapping the name is.
            claim.invalid("requestName", request, Naming.LABEL.wrong(request, false));
            if (!seen.add(List.of(name, resource, request))) {
                mapping.duplicate("containerName", name);
                mapping.duplicate("resourceName", resource);
                mapping.duplicate("requestName", request);
            }
        });
        claim.namedNeeded("resourceClaimName", Naming.SUBDOMAIN);
    }

    private static Set<String> names(JsonList items) {
        Set<String> names = new HashSet<>();
        items.maps().forEach(item -> names.add(item.string("name")));
        return names;
    }

    private static void hostAddress(Place status) {
        if (status.list("hostIPs").isEmpty()) {
            return;
        }
        var first = status.list("hostIPs").map(0).string("ip");
        if (!first.equals(status.text("hostIP"))) {
            status.invalid("hostIPs[0].ip", first, "must be equal to `hostIP`");
        }
    }

    private static void addresses(Place status, String key) {
        var texts = status.list(key).maps().map(address -> address.string("ip")).toList();
        for (int i = 0; i < texts.size(); i++) {
            status.invalid(key + "[" + i + "]", texts.get(i), Addresses.wrongLegacy(status, texts.get(i)));
        }
        if (texts.size() < 2) {
            return;
        }
        boolean readable = true;
        for (int i = 0; i < texts.size() && readable; i++) {
            readable = Addresses.parse(texts.get(i)) != null;
            if (!readable) {
                status.internal(
                        key, "failed to check for dual stack with error:invalid IP[" + i + "]: " + texts.get(i));
            }
        }
        long four = texts.stream().filter(Addresses::isV4).count();
        if (!readable || texts.size() > 2 || four != 1) {
            status.invalid(
                    key,
                    GoStructs.text("HostAddress", status.list(key)),
                    "may specify no more than one IP for each IP family");
        }
    }

    private static void user(Place container, String system) {
        if (!container.map("user").has("linux")) {
            return;
        }
        var user = container.in("user");
        if (system.equals("windows")) {
            user.forbidden("linux", "cannot be set for a windows pod");
        } else if (system.isEmpty() || system.equals("linux")) {
            var linux = user.in("linux");
            linux.between("uid", linux.number("uid"), 0, Integer.MAX_VALUE);
            linux.between("gid", linux.number("gid"), 0, Integer.MAX_VALUE);
            var groups = linux.list("supplementalGroups");
            for (int i = 0; i < groups.size(); i++) {
                if (groups.get(i) instanceof Long group) {
                    linux.between("supplementalGroups[" + i + "]", group, 0, Integer.MAX_VALUE);
                }
            }
        }
    }

    private static void resources(Place status, String kind, JsonList containers) {
        status.each(
                kind,
                said -> said.each(RESOURCES, resource -> {
                    containers
                            .maps()
                            .filter(container -> container.string("name").equals(said.text("name")))
                            .findFirst()
                            .ifPresent(container -> named(resource, container.map("resources")));
                    Set<String> seen = new HashSet<>();
                    resource.each("resources", health -> {
                        health.oneOf("health", HEALTH);
                        if (health.has("message") && health.text("message").isEmpty()) {
                            health.required("message", "must be non-empty if specified");
                        } else if (health.text("message").length() > MAX_MESSAGE_BYTES) {
                            health.tooLong("message", MAX_MESSAGE_BYTES);
                        }
                        if (!seen.add(health.text("resourceID"))) {
                            health.duplicate("resourceID", health.text("resourceID"));
                        }
                    });
                }));
    }

    private static void named(Place resource, JsonMap asked) {
        var name = resource.text("name");
        if (!name.startsWith("claim:")) {
            if (!asked.map("requests").has(name)) {
                resource.invalid("name", name, "must match one of the container's resource requests");
            }
            return;
        }
        boolean known = asked.list("claims").maps().anyMatch(claim -> {
            var request = claim.string("request");
            return name.equals("claim:" + claim.string("name") + (request.isEmpty() ? "" : "/" + request));
        });
        if (!known) {
            resource.invalid(
                    "name",
                    name,
                    "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or"
                            + " 'claim:<claimName>' if request is empty");
        }
    }
}
