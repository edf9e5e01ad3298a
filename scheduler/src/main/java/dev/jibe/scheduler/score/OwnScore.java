package dev.jibe.scheduler.score;

import dev.jibe.scheduler.config.FitStrategy;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.config.ResourceWeight;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Resources;
import dev.jibe.scheduler.snapshot.Template;
import java.util.Arrays;
import java.util.List;

/**
 * The weighted scores of one template's pods that look at nothing but the node and the pods on it: how much of it would
 * be used.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/resource-bin-packing/">Resource Bin
 * Packing</a>.
 */
public final class OwnScore {

    private final FitStrategy strategy;
    private final int fitWeight;
    private final int balanceWeight;
    private final Asked[] fit;
    private final Asked[] balance;
    private final double[] shares;

    /** A resource that counts, and what the pod asks for of it. */
    private record Asked(String name, long weight, long amount) {}

    public OwnScore(Template pod, Profile profile) {
        this.strategy = profile.fit();
        this.fitWeight = profile.weight(Plugin.NODE_RESOURCES_FIT);
        this.fit = asked(strategy.resources(), pod.scoredRequests());
        this.balance = asked(profile.balanced(), pod.requests());
        this.shares = new double[balance.length];
        // A pod that asks for nothing leaves every balance as it is.
        boolean any = Arrays.stream(balance).anyMatch(resource -> resource.amount() > 0);
        this.balanceWeight = any ? profile.weight(Plugin.NODE_RESOURCES_BALANCED_ALLOCATION) : 0;
    }

    private static Asked[] asked(List<ResourceWeight> resources, Resources requests) {
        return resources.stream()
                .map(r -> new Asked(r.resource(), r.weight(), requests.amount(r.resource())))
                .filter(r -> r.amount() > 0 || !Resources.isScalar(r.name()))
                .toArray(Asked[]::new);
    }

    public int of(NodeInfo node) {
        long score = fitWeight > 0 ? fitWeight * fit(node) : 0;
        return (int) (balanceWeight > 0 ? score + balanceWeight * balance(node) : score);
    }

    private long fit(NodeInfo node) {
        long sum = 0;
        long weights = 0;
        boolean ratio = strategy.kind() == FitStrategy.Kind.REQUESTED_TO_CAPACITY_RATIO;
        for (var resource : fit) {
            long has = node.allocatable().amount(resource.name());
            if (has == 0) {
                continue;
            }
            long score = score(strategy, has, node.scored(resource.name()) + resource.amount());
            sum += score * resource.weight();
            weights += !ratio || score > 0 ? resource.weight() : 0;
        }
        if (weights == 0) {
            return 0;
        }
        return ratio ? Math.round((double) sum / weights) : sum / weights;
    }

    private static long score(FitStrategy strategy, long has, long used) {
        return switch (strategy.kind()) {
            case LEAST_ALLOCATED -> used > has ? 0 : (has - used) * Scores.MAX / has;
            case MOST_ALLOCATED -> Math.min(used, has) * Scores.MAX / has;
            case REQUESTED_TO_CAPACITY_RATIO ->
                FitStrategy.Point.interpolated(strategy.shape(), used > has ? 100 : used * 100 / has);
        };
    }

    /** How alike the used shares of the resources would be: one less their standard deviation. */
    private long balance(NodeInfo node) {
        int count = 0;
        double sum = 0;
        for (var resource : balance) {
            long has = node.allocatable().amount(resource.name());
            if (has != 0) {
                shares[count] = Math.min(1, (double) (node.used(resource.name()) + resource.amount()) / has);
                sum += shares[count++];
            }
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
