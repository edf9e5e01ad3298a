package dev.jibe.scheduler.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which nodes suit a pod's requests best.
 *
 * @param shape points between which the score of a resource is interpolated, by rising utilization; only for {@code
 *     REQUESTED_TO_CAPACITY_RATIO}
 * @param ignored extended resources that are not checked
 * @param ignoredGroups prefixes of such
 */
public record FitStrategy(
        Kind kind, List<ResourceWeight> resources, List<Point> shape, Set<String> ignored, Set<String> ignoredGroups) {

    public static final FitStrategy DEFAULT =
            new FitStrategy(Kind.LEAST_ALLOCATED, ResourceWeight.CPU_AND_MEMORY, List.of(), Set.of(), Set.of());

    /** See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/resource-bin-packing/">Resource Bin Packing</a>. */
    public enum Kind {
        LEAST_ALLOCATED,
        MOST_ALLOCATED,
        REQUESTED_TO_CAPACITY_RATIO
    }

    /** A score from 0 to 100 for a utilization from 0 to 100. */
    public record Point(long utilizationPercent, long score) {

        /** The score between the points of a shape, which come by rising utilization; beyond them it is that of the last. */
        public static long interpolated(List<Point> shape, long utilizationPercent) {
            for (int i = 0; i < shape.size(); i++) {
                var point = shape.get(i);
                if (utilizationPercent <= point.utilizationPercent()) {
                    if (i == 0) {
                        return point.score();
                    }
                    var before = shape.get(i - 1);
                    return before.score()
                            + (point.score() - before.score())
                                    * (utilizationPercent - before.utilizationPercent())
                                    / (point.utilizationPercent() - before.utilizationPercent());
                }
            }
            return shape.isEmpty() ? 0 : shape.getLast().score();
        }
    }

    FitStrategy ignoring(Set<String> others) {
        var all = new HashSet<>(ignored);
        all.addAll(others);
        return new FitStrategy(kind, resources, shape, Set.copyOf(all), ignoredGroups);
    }

    public boolean ignores(String resource) {
        int slash = resource.indexOf('/');
        return ignored.contains(resource) || (slash > 0 && ignoredGroups.contains(resource.substring(0, slash)));
    }
}
