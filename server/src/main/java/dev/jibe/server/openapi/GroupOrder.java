package dev.jibe.server.openapi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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

    private static final long CUSTOM_PRIORITY = 1000;

    private GroupOrder() {}

    /** @param priorities of the groups that other servers serve; custom resources have the usual one */
    static List<String> sort(Collection<String> groups, Map<String, Long> priorities) {
        var sorted = new ArrayList<>(groups);
        sorted.sort(Comparator.<String>comparingInt(g -> ORDER.contains(g) ? ORDER.indexOf(g) : ORDER.size())
                .thenComparingLong(g -> -priorities.getOrDefault(g, CUSTOM_PRIORITY))
                .thenComparing(Comparator.naturalOrder()));
        return sorted;
    }

    /** Stable versions first, newer before older; then beta, then alpha, then what is no version of that form. */
    static List<String> sortVersions(Collection<String> versions) {
        var sorted = new ArrayList<>(versions);
        sorted.sort(Comparator.comparing(Rank::of).thenComparing(Comparator.naturalOrder()));
        return sorted;
    }

    /** How a version ranks; the first is the one that clients prefer. */
    private record Rank(int maturity, int major, int minor) implements Comparable<Rank> {

        private static final Pattern FORM = Pattern.compile("v([1-9][0-9]{0,8})(?:(alpha|beta)([1-9][0-9]{0,8}))?");

        static Rank of(String version) {
            var parts = FORM.matcher(version);
            if (!parts.matches()) {
                return new Rank(3, 0, 0);
            }
            var level = parts.group(2);
            int maturity = level == null ? 0 : level.equals("beta") ? 1 : 2;
            return new Rank(
                    maturity, Integer.parseInt(parts.group(1)), level == null ? 0 : Integer.parseInt(parts.group(3)));
        }

        @Override
        public int compareTo(Rank other) {
            return Comparator.comparingInt(Rank::maturity)
                    .thenComparing(Comparator.comparingInt(Rank::major).reversed())
                    .thenComparing(Comparator.comparingInt(Rank::minor).reversed())
                    .compare(this, other);
        }
    }
}
