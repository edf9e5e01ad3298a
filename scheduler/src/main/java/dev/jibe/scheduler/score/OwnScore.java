package dev.jibe.scheduler.score;

import dev.jibe.scheduler.config.FitStrategy;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.config.ResourceWeight;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Resources;
import dev.jibe.scheduler.snapshot.Template;
import java.util.List;

/**
 * The weighted scores that look at nothing but the node and the pods on it: how much of it would be used.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/resource-bin-packing/">Resource Bin
 * Packing</a>.
 */
public final class OwnScore {

    private OwnScore() {}

    public static int of(Template pod, NodeInfo node, Profile profile) {
        long score = 0;
        int fitWeight = profile.weight(Plugin.NODE_RESOURCES_FIT);
        if (fitWeight > 0) {
            score += fitWeight * fit(pod, node, profile.fit());
        }
        int balanceWeight = profile.weight(Plugin.NODE_RESOURCES_BALANCED_ALLOCATION);
        if (balanceWeight > 0 && asksForAny(pod.requests(), profile.balanced())) {
            score += balanceWeight * balance(pod, node, profile.balanced());
        }
        return (int) score;
    }

    private static long fit(Template pod, NodeInfo node, FitStrategy strategy) {
        long sum = 0;
        long weights = 0;
        for (var resource : strategy.resources()) {
            var name = resource.resource();
            long has = node.allocatable().amount(name);
            long asked = pod.scoredRequests().amount(name);
            if (has == 0 || (asked == 0 && Resources.isScalar(name))) {
                continue;
            }
            long score = score(strategy, has, node.scored(name) + asked);
            boolean counts = strategy.kind() != FitStrategy.Kind.REQUESTED_TO_CAPACITY_RATIO || score > 0;
            sum += score * resource.weight();
            weights += counts ? resource.weight() : 0;
        }
        if (weights == 0) {
            return 0;
        }
        return strategy.kind() == FitStrategy.Kind.REQUESTED_TO_CAPACITY_RATIO
                ? Math.round((double) sum / weights)
                : sum / weights;
    }

    private static long score(FitStrategy strategy, long has, long used) {
        return switch (strategy.kind()) {
            case LEAST_ALLOCATED -> used > has ? 0 : (has - used) * Scores.MAX / has;
            case MOST_ALLOCATED -> Math.min(used, has) * Scores.MAX / has;
            case REQUESTED_TO_CAPACITY_RATIO -> interpolated(strategy.shape(), used > has ? 100 : used * 100 / has);
        };
    }

    private static long interpolated(List<FitStrategy.Point> shape, long utilizationPercent) {
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

    private static boolean asksForAny(Resources requests, List<ResourceWeight> resources) {
        for (var resource : resources) {
            if (requests.amount(resource.resource()) > 0) {
                return true;
            }
        }
        return false;
    }

    /** How alike the used shares of the resources would be: one less their standard deviation. */
    private static long balance(Template pod, NodeInfo node, List<ResourceWeight> resources) {
        var shares = new double[resources.size()];
        int count = 0;
        double sum = 0;
        for (var resource : resources) {
            var name = resource.resource();
            long has = node.allocatable().amount(name);
            long asked = pod.requests().amount(name);
            if (has == 0 || (asked == 0 && Resources.isScalar(name))) {
                continue;
            }
            shares[count] = Math.min(1, (double) (node.used(name) + asked) / has);
            sum += shares[count++];
        }
        return (long) ((1 - deviation(shares, count, sum)) * Scores.MAX);
    }

    private static double deviation(double[] shares, int count, double sum) {
        if (count < 2) {
            return 0;
        }
        if (count == 2) {
            return Math.abs((shares[0] - shares[1]) / 2);
        }
        double mean = sum / count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (shares[i] - mean) * (shares[i] - mean);
        }
        return Math.sqrt(squares / count);
    }
}
