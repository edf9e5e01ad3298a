package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.server.registry.Semantic;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What of a pod may change once it is there.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement">Pod update and
 * replacement</a>.
 */
final class PodUpdateRules {

    private static final String RULE =
            "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                    + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n";

    private PodUpdateRules() {}

    static void check(Place pod, JsonMap old) {
        var spec = pod.in("spec");
        var before = old.map("spec");
        mirror(pod.in("metadata"), old.map("metadata"));
        if (images(spec, before, "containers") || images(spec, before, "initContainers")) {
            return;
        }
        if (deadline(spec, before)) {
            return;
        }
        tolerations(spec, before);
        gates(spec, before);
        if (Semantic.equal(spec.map(), before)) {
            return;
        }
        var munged = munged(spec, before);
        if (!Semantic.equal(munged, before)) {
            spec.forbidden("", RULE + GoStructs.diff("PodSpec", before, munged));
        }
    }

    private static void mirror(Place metadata, JsonMap old) {
        var key = "kubernetes.io/config.mirror";
        var now = metadata.map("annotations").get(key);
        if (!Objects.equals(now, old.map("annotations").get(key))) {
            metadata.forbidden("annotations[" + key + "]", "may not remove or update mirror pod annotation");
        }
    }

    /** Whether there is nothing more to look at: containers were added or removed. */
    private static boolean images(Place spec, JsonMap before, String kind) {
        var containers = spec.list(kind);
        if (containers.size() != before.list(kind).size()) {
            spec.forbidden(kind, "pod updates may not add or remove containers");
            return true;
        }
        for (int i = 0; i < containers.size(); i++) {
            if (containers.map(i).string("image").strip().isEmpty()) {
                spec.item(kind, i).required("image");
            }
            ContainerRules.image(spec.item(kind, i));
        }
        return false;
    }

    private static boolean deadline(Place spec, JsonMap before) {
        var key = "activeDeadlineSeconds";
        if (!spec.has(key)) {
            if (before.has(key)) {
                spec.invalid(key, null, "must not update from a positive integer to nil value");
            }
            return false;
        }
        long now = spec.number(key);
        if (now < 0 || now > Integer.MAX_VALUE) {
            spec.between(key, now, 0, Integer.MAX_VALUE);
            return true;
        }
        if (before.has(key) && before.number(key) < now) {
            spec.invalid(key, now, "must be less than or equal to previous value");
            return true;
        }
        return false;
    }

    private static void tolerations(Place spec, JsonMap before) {
        var kept = new HashSet<JsonMap>();
        spec.list("tolerations").maps().forEach(t -> kept.add(t.without("tolerationSeconds")));
        boolean removed =
                !before.list("tolerations").maps().allMatch(t -> kept.contains(t.without("tolerationSeconds")));
        if (removed) {
            spec.forbidden("tolerations", "existing toleration can not be modified except its tolerationSeconds");
            return;
        }
        AffinityRules.tolerations(spec, "tolerations");
    }

    private static void gates(Place spec, JsonMap before) {
        Set<String> known = new HashSet<>();
        before.list("schedulingGates").maps().forEach(gate -> known.add(gate.string("name")));
        spec.each("schedulingGates", gate -> {
            if (!known.contains(gate.text("name"))) {
                gate.forbidden(
                        "name", "only deletion is allowed, but found new scheduling gate '" + gate.text("name") + "'");
            }
        });
    }

    /** The new spec with the old one's values of what may change. */
    private static JsonMap munged(Place spec, JsonMap before) {
        var munged = spec.map();
        for (var kind : List.of("containers", "initContainers")) {
            if (munged.has(kind)) {
                munged = munged.with(kind, withOld(munged.list(kind), before.list(kind), "image"));
            }
        }
        for (var key : List.of("activeDeadlineSeconds", "tolerations", "schedulingGates")) {
            munged = copied(before, munged, key);
        }
        if (before.number("terminationGracePeriodSeconds") < 0 && munged.number("terminationGracePeriodSeconds") == 1) {
            munged = copied(before, munged, "terminationGracePeriodSeconds");
        }
        return before.list("schedulingGates").isEmpty() ? munged : gated(spec, munged, before);
    }

    private static JsonMap copied(JsonMap from, JsonMap to, String key) {
        var value = from.get(key);
        return value == null ? to.without(key) : to.with(key, value);
    }

    private static JsonList withOld(JsonList containers, JsonList before, String key) {
        var result = containers;
        for (int i = 0; i < containers.size(); i++) {
            result = result.set(i, copied(before.map(i), containers.map(i), key));
        }
        return result;
    }

    /** A pod that is not yet free to be scheduled may be narrowed down to fewer nodes. */
    private static JsonMap gated(Place spec, JsonMap munged, JsonMap before) {
        var selector = before.map("nodeSelector");
        var result = munged;
        if (!munged.map("nodeSelector").equals(selector)) {
            selector.strings().forEach((key, value) -> {
                if (!spec.map("nodeSelector").has(key)) {
                    spec.invalid(
                            "nodeSelector",
                            spec.map("nodeSelector"),
                            "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
                } else if (!spec.map("nodeSelector").string(key).equals(value)) {
                    spec.invalid(
                            "nodeSelector",
                            spec.map("nodeSelector"),
                            "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
                }
            });
            result = copied(before, result, "nodeSelector");
        }
        var now = result.map("affinity").map("nodeAffinity");
        var then = before.map("affinity").map("nodeAffinity");
        if (!now.equals(then)) {
            GatedAffinity.check(spec.in("affinity").in("nodeAffinity"), then);
            var affinity = copied(before.map("affinity"), result.map("affinity"), "nodeAffinity");
            result = affinity.isEmpty() && !before.has("affinity")
                    ? result.without("affinity")
                    : result.with("affinity", affinity);
        }
        return result;
    }

    /** The status subresource may not move a pod to another node. */
    static void status(Place pod, JsonMap old) {
        pod.in("spec").at("");
        var status = pod.in("status");
        status.namedIfSet("nominatedNodeName", Naming.SUBDOMAIN);
        if (pod.map("spec").list("schedulingGates").isEmpty()) {
            var qos = old.map("status").string("qosClass");
            if (!qos.isEmpty() && !status.text("qosClass").equals(qos)) {
                status.invalid("qosClass", status.text("qosClass"), "field is immutable");
            }
        }
        conditions(status);
        addresses(status, "podIPs");
        hostAddress(status);
        addresses(status, "hostIPs");
        claims(pod.map("spec"), status);
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

    /** The claims that were made for a pod are for what it asks. */
    private static void claims(JsonMap spec, Place status) {
        var asked = names(spec.list("resourceClaims"));
        status.each("resourceClaimStatuses", claim -> {
            if (!asked.contains(claim.text("name"))) {
                claim.invalid("name", claim.text("name"), "must match the name of an entry in `spec.resourceClaims`");
            }
            if (claim.has("resourceClaimName")) {
                claim.invalid(
                        "name",
                        claim.text("resourceClaimName"),
                        Naming.SUBDOMAIN.wrong(claim.text("resourceClaimName"), false));
            }
        });
        if (!status.has("extendedResourceClaimStatus")) {
            return;
        }
        var containers = names(spec.list("initContainers"));
        containers.addAll(names(spec.list("containers")));
        var extended = status.in("extendedResourceClaimStatus");
        extended.each("requestMappings", mapping -> {
            if (!containers.contains(mapping.text("containerName"))) {
                mapping.invalid(
                        "containerName",
                        mapping.text("containerName"),
                        "must match the name of an entry in spec.initContainers.name or spec.containers.name");
            }
            // Upstream does not say of which mapping the name is.
            extended.invalid(
                    "requestName", mapping.text("requestName"), Naming.LABEL.wrong(mapping.text("requestName"), false));
        });
    }

    private static Set<String> names(JsonList items) {
        Set<String> names = new HashSet<>();
        items.maps().forEach(item -> names.add(item.string("name")));
        return names;
    }

    private static void conditions(Place status) {
        Set<String> system = Set.of(
                "PodScheduled",
                "Ready",
                "Initialized",
                "ContainersReady",
                "DisruptionTarget",
                "PodReadyToStartContainers",
                "PodResizePending",
                "PodResizeInProgress",
                "AllContainersRestarting");
        var conditions = status.list("conditions");
        for (int i = 0; i < conditions.size(); i++) {
            var type = conditions.map(i).string("type");
            if (!system.contains(type)) {
                status.invalid("conditions[" + i + "].Type", type, Formats.qualifiedName(type));
            }
        }
    }

    private static void addresses(Place status, String key) {
        var addresses = status.list(key);
        boolean pods = key.equals("podIPs");
        for (int i = 0; i < addresses.size(); i++) {
            var ip = addresses.map(i).string("ip");
            status.invalid(key + "[" + i + "]", ip, Addresses.wrongLegacy(status, ip));
        }
        if (addresses.size() <= 1) {
            return;
        }
        var texts = JsonList.copyOf(addresses.maps().map(a -> a.string("ip")).toList());
        long four = texts.strings().filter(Addresses::isV4).count();
        if (pods && (addresses.size() > 2 || four != 1)) {
            status.invalid(key, texts, "may specify no more than one IP for each IP family");
        }
    }

    /** Whether two amounts differ. */
    static boolean differ(String one, String other) {
        return one.isEmpty() != other.isEmpty()
                || !one.isEmpty() && Quantity.parse(one).compareTo(Quantity.parse(other)) != 0;
    }
}
