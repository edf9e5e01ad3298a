package dev.jibe.scheduler.config;

import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.GoDuration;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.config.Profile.Candidates;
import dev.jibe.scheduler.config.Profile.DefaultSpread;
import dev.jibe.scheduler.config.Profile.Nearness;
import dev.jibe.scheduler.snapshot.NodeWish;
import dev.jibe.scheduler.snapshot.SpreadConstraint;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The reading of one profile and the arguments of its plugins. */
final class ProfileReader {

    private static final int SHAPE_FACTOR = 10;

    private FitStrategy fit = FitStrategy.DEFAULT;
    private List<ResourceWeight> balanced = ResourceWeight.CPU_AND_MEMORY;
    private Nearness nearness = Nearness.DEFAULT;
    private NodeWish addedAffinity = NodeWish.ANY;
    private DefaultSpread spread = DefaultSpread.SYSTEM;
    private Candidates candidates = Candidates.DEFAULT;
    private List<FitStrategy.Point> volumeShape = List.of();
    private Duration bindTimeout = Profile.BIND_TIMEOUT;
    private Duration deviceTimeout = Profile.DEVICE_TIMEOUT;

    private ProfileReader() {}

    static Profile read(JsonMap profile, int percentForAll) {
        var reader = new ProfileReader();
        profile.list("pluginConfig")
                .maps()
                .forEach(config -> reader.readArguments(config.string("name"), config.map("args")));
        var enabled = EnabledPlugins.of(profile.map("plugins"));
        var name = profile.string("schedulerName");
        return new Profile(
                name.isEmpty() ? Profile.DEFAULT_NAME : name,
                enabled.acting(),
                enabled.weights(),
                reader.fit,
                reader.balanced,
                reader.nearness,
                reader.addedAffinity,
                reader.spread,
                reader.candidates,
                reader.volumeShape,
                reader.bindTimeout,
                reader.deviceTimeout,
                profile.has("percentageOfNodesToScore")
                        ? (int) profile.number("percentageOfNodesToScore")
                        : percentForAll);
    }

    private void readArguments(String plugin, JsonMap args) {
        switch (plugin) {
            case "NodeResourcesFit" -> fit = fit(args);
            case "NodeResourcesBalancedAllocation" -> balanced = resources(args, balanced);
            case "InterPodAffinity" ->
                nearness = new Nearness(
                        args.has("hardPodAffinityWeight")
                                ? args.number("hardPodAffinityWeight")
                                : nearness.hardPodAffinityWeight(),
                        args.bool("ignorePreferredTermsOfExistingPods"));
            case "NodeAffinity" -> addedAffinity = NodeWish.of(JsonMap.EMPTY, args.map("addedAffinity"));
            case "PodTopologySpread" -> spread = spread(args);
            case "DefaultPreemption" ->
                candidates =
                        new Candidates((int) number(args, "minCandidateNodesPercentage", candidates.minPercent()), (int)
                                number(args, "minCandidateNodesAbsolute", candidates.min()));
            case "VolumeBinding" -> {
                bindTimeout = Duration.ofSeconds(number(args, "bindTimeoutSeconds", bindTimeout.toSeconds()));
                volumeShape = shape(args);
                checkShape(volumeShape);
            }
            case "DynamicResources" -> deviceTimeout = deviceTimeout(args, deviceTimeout);
            default -> throw new SchedulerException("pluginConfig: " + plugin + " takes no arguments here");
        }
    }

    /** Searches for devices are bounded by steps rather than by time. */
    private static Duration deviceTimeout(JsonMap args, Duration otherwise) {
        var search = args.string("filterTimeout");
        if (!search.isEmpty() && GoDuration.parse(search).isNegative()) {
            throw new SchedulerException("filterTimeout: Invalid value: \"" + search + "\": must be zero or positive");
        }
        var text = args.string("bindingTimeout");
        var timeout = text.isEmpty() ? otherwise : GoDuration.parse(text);
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new SchedulerException("bindingTimeout: Invalid value: \"" + text + "\": must be at least 1 second");
        }
        return timeout;
    }

    private static long number(JsonMap args, String field, long otherwise) {
        return args.has(field) ? args.number(field) : otherwise;
    }

    private static List<ResourceWeight> resources(JsonMap of, List<ResourceWeight> otherwise) {
        var resources = of.list("resources")
                .maps()
                .map(r -> new ResourceWeight(r.string("name"), Math.max(1, r.number("weight"))))
                .toList();
        return resources.isEmpty() ? otherwise : resources;
    }

    private static FitStrategy fit(JsonMap args) {
        var strategy = args.map("scoringStrategy");
        var kind = switch (strategy.string("type")) {
            case "", "LeastAllocated" -> FitStrategy.Kind.LEAST_ALLOCATED;
            case "MostAllocated" -> FitStrategy.Kind.MOST_ALLOCATED;
            case "RequestedToCapacityRatio" -> FitStrategy.Kind.REQUESTED_TO_CAPACITY_RATIO;
            default ->
                throw new SchedulerException(
                        "NodeResourcesFit: no scoring strategy is called " + strategy.string("type"));
        };
        var shape = shape(strategy.map("requestedToCapacityRatio"));
        if (kind == FitStrategy.Kind.REQUESTED_TO_CAPACITY_RATIO && shape.isEmpty()) {
            throw new SchedulerException("NodeResourcesFit: RequestedToCapacityRatio needs a shape");
        }
        return new FitStrategy(
                kind,
                resources(strategy, ResourceWeight.CPU_AND_MEMORY),
                shape,
                Set.copyOf(args.list("ignoredResources").strings().toList()),
                Set.copyOf(args.list("ignoredResourceGroups").strings().toList()));
    }

    /** The points of a shape, whose scores are from 0 to 10 there. */
    private static List<FitStrategy.Point> shape(JsonMap of) {
        return of.list("shape")
                .maps()
                .map(point -> new FitStrategy.Point(point.number("utilization"), point.number("score") * SHAPE_FACTOR))
                .toList();
    }

    private static void checkShape(List<FitStrategy.Point> shape) {
        for (int i = 0; i < shape.size(); i++) {
            var point = shape.get(i);
            long utilization = point.utilizationPercent();
            var at = "shape[" + i + "].";
            if (i > 0 && shape.get(i - 1).utilizationPercent() >= utilization) {
                throw new SchedulerException(at + "utilization: Invalid value: " + utilization
                        + ": values must be sorted in increasing order");
            }
            if (utilization < 0 || utilization > 100) {
                throw new SchedulerException(
                        at + "utilization: Invalid value: " + utilization + ": not in valid range [0, 100]");
            }
            if (point.score() < 0 || point.score() > 100) {
                throw new SchedulerException(
                        at + "score: Invalid value: " + point.score() / SHAPE_FACTOR + ": not in valid range [0, 10]");
            }
        }
    }

    private static DefaultSpread spread(JsonMap args) {
        var constraints = args.list("defaultConstraints")
                .maps()
                .map(SpreadConstraint::model)
                .toList();
        boolean bySystem = !args.string("defaultingType").equals("List");
        if (bySystem && !constraints.isEmpty()) {
            throw new SchedulerException("PodTopologySpread: defaultConstraints need defaultingType List");
        }
        return bySystem ? DefaultSpread.SYSTEM : new DefaultSpread(constraints, false);
    }
}
