package dev.jibe.server.admission.optional;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.request.ApiException;
import java.util.List;
import java.util.TreeSet;

/** Small plugins about pods and services that need to know nothing else. */
public final class PodChecks {

    private static final String HOSTNAME = "kubernetes.io/hostname";
    private static final String NATIVE = "kubernetes.io/";

    private PodChecks() {}

    static boolean isWritten(Attributes attributes, String plural) {
        return (attributes.isCreate() || attributes.isUpdate()) && attributes.isOf("", plural);
    }

    static ApiException forbidden(Attributes attributes, String why) {
        var name = attributes.object().map("metadata").string("name");
        return ApiException.forbidden(attributes.resource().named(), name, why);
    }

    /**
     * Nobody keeps others' pods off more than one node at a time.
     *
     * <p>See <a
     * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#limitpodhardantiaffinitytopology">LimitPodHardAntiAffinityTopology</a>.
     */
    public static Admission.Validating antiAffinity() {
        return attributes -> {
            if (!isWritten(attributes, "pods")) {
                return;
            }
            var terms = attributes
                    .object()
                    .map("spec")
                    .map("affinity")
                    .map("podAntiAffinity")
                    .list("requiredDuringSchedulingIgnoredDuringExecution");
            terms.maps()
                    .map(term -> term.string("topologyKey"))
                    .filter(key -> !key.equals(HOSTNAME))
                    .findFirst()
                    .ifPresent(key -> {
                        throw forbidden(
                                attributes,
                                "affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey " + key
                                        + " but only key " + HOSTNAME + " is allowed");
                    });
        };
    }

    /**
     * Nodes with special devices are tainted with their names, and tolerated by the pods that ask for those.
     *
     * <p>See <a
     * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#extendedresourcetoleration">ExtendedResourceToleration</a>.
     */
    public static Admission.Mutating extendedResources() {
        return attributes -> {
            var pod = attributes.object();
            if (!isWritten(attributes, "pods")) {
                return pod;
            }
            var resources = new TreeSet<String>();
            for (var kind : List.of("containers", "initContainers")) {
                pod.map("spec")
                        .list(kind)
                        .maps()
                        .map(it -> it.map("resources").map("requests"))
                        .forEach(requests -> requests.forEach((name, amount) -> {
                            if (isExtended(name)) {
                                resources.add(name);
                            }
                        }));
            }
            var tolerations = pod.map("spec").list("tolerations");
            for (var resource : resources) {
                tolerations =
                        with(tolerations, JsonMap.of("key", resource, "operator", "Exists", "effect", "NoSchedule"));
            }
            return tolerations.equals(pod.map("spec").list("tolerations"))
                    ? pod
                    : pod.withAt(tolerations, "spec", "tolerations");
        };
    }

    private static boolean isExtended(String name) {
        return name.indexOf('/') >= 0 && !name.contains(NATIVE) && !name.startsWith("requests.");
    }

    /** In place of the one of the same key and effect, or behind all others. */
    private static JsonList with(JsonList tolerations, JsonMap added) {
        for (int i = 0; i < tolerations.size(); i++) {
            var each = tolerations.map(i);
            if (each.equals(added)) {
                return tolerations;
            }
            boolean same = each.string("key").equals(added.string("key"))
                    && each.string("effect").equals(added.string("effect"))
                    && each.string("operator").equals(added.string("operator"))
                    && each.string("value").equals(added.string("value"));
            if (same) {
                return tolerations.set(i, added);
            }
        }
        return tolerations.with(added);
    }

    /**
     * No service takes addresses that are not the cluster's.
     *
     * <p>See <a
     * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#denyserviceexternalips">DenyServiceExternalIPs</a>.
     */
    public static Admission.Validating externalAddresses() {
        return attributes -> {
            if (!isWritten(attributes, "services")) {
                return;
            }
            var known =
                    attributes.old().map("spec").list("externalIPs").strings().toList();
            boolean more = attributes
                    .object()
                    .map("spec")
                    .list("externalIPs")
                    .strings()
                    .anyMatch(it -> !known.contains(it));
            if (more) {
                throw attributes.forbidden("Use of external IPs is denied by admission control");
            }
        };
    }
}
