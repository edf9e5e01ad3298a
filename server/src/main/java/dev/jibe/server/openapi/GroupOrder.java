package dev.jibe.server.openapi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The order in which upstream lists groups, which says which group wins when two have a resource of one name. */
final class GroupOrder {

    private static final List<String> ORDER = List.of(
            "apiregistration.k8s.io",
            "apps",
            "events.k8s.io",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "autoscaling",
            "batch",
            "certificates.k8s.io",
            "networking.k8s.io",
            "policy",
            "rbac.authorization.k8s.io",
            "storage.k8s.io",
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "scheduling.k8s.io",
            "coordination.k8s.io",
            "node.k8s.io",
            "discovery.k8s.io",
            "resource.k8s.io",
            "flowcontrol.apiserver.k8s.io",
            "internal.apiserver.k8s.io",
            "storagemigration.k8s.io");

    private GroupOrder() {}

    static List<String> sort(Collection<String> groups) {
        var sorted = new ArrayList<>(groups);
        sorted.sort(Comparator.<String>comparingInt(g -> ORDER.contains(g) ? ORDER.indexOf(g) : ORDER.size())
                .thenComparing(Comparator.naturalOrder()));
        return sorted;
    }

    /** Stable versions first, newer before older; then beta, then alpha. */
    static List<String> sortVersions(Collection<String> versions) {
        var sorted = new ArrayList<>(versions);
        sorted.sort(Comparator.comparingInt(GroupOrder::maturity).thenComparing(Comparator.reverseOrder()));
        return sorted;
    }

    private static int maturity(String version) {
        if (version.contains("alpha")) {
            return 2;
        }
        return version.contains("beta") ? 1 : 0;
    }
}
