package dev.jibe.server.admission.node;

import dev.jibe.object.JsonMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which labels a node may give itself: those that could bring it pods of others belong to the administrator.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction">NodeRestriction</a>.
 */
final class NodeLabels {

    private static final String RESTRICTED = "node-restriction.kubernetes.io";
    private static final Set<String> OWN_DOMAINS = Set.of("kubelet.kubernetes.io", "node.kubernetes.io");
    private static final Set<String> OWN = Set.of(
            "kubernetes.io/hostname",
            "topology.kubernetes.io/zone",
            "topology.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone",
            "failure-domain.beta.kubernetes.io/region",
            "node.kubernetes.io/instance-type",
            "beta.kubernetes.io/instance-type",
            "kubernetes.io/os",
            "kubernetes.io/arch",
            "beta.kubernetes.io/os",
            "beta.kubernetes.io/arch");

    private NodeLabels() {}

    /** The labels that differ and that the node may not touch. */
    static SortedSet<String> forbidden(JsonMap labels, JsonMap old) {
        var changed = new TreeSet<String>();
        labels.forEach((key, value) -> {
            if (!value.equals(old.get(key))) {
                changed.add(key);
            }
        });
        old.forEach((key, value) -> {
            if (!labels.has(key)) {
                changed.add(key);
            }
        });
        changed.removeIf(key -> !isForbidden(key));
        return changed;
    }

    private static boolean isForbidden(String key) {
        int slash = key.indexOf('/');
        var domain = slash < 0 ? "" : key.substring(0, slash);
        if (isIn(domain, RESTRICTED)) {
            return true;
        }
        boolean isOwn = OWN.contains(key) || OWN_DOMAINS.stream().anyMatch(own -> isIn(domain, own));
        return (isIn(domain, "kubernetes.io") || isIn(domain, "k8s.io")) && !isOwn;
    }

    private static boolean isIn(String domain, String parent) {
        return domain.equals(parent) || domain.endsWith("." + parent);
    }
}
