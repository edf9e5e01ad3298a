package dev.jibe.scheduler.config;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.snapshot.NodeWish;
import dev.jibe.scheduler.snapshot.SpreadConstraint;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How pods of one scheduler name are decided.
 *
 * @param plugins those that filter, and act otherwise
 * @param weights what the scores of those that score count for
 * @param addedAffinity nodes that every pod of the profile requires or prefers
 * @param preemption how many nodes are tried when pods have to make room
 * @param volumeShape what a node's storage that would be used counts for, by rising utilization; empty if nothing
 * @param bindTimeout how long a pod waits for its volumes
 * @param deviceTimeout how long it waits for its devices to be made ready
 * @param nodesToScorePercent of how many nodes the best is taken; 0 to derive it from their number
 */
public record Profile(
        String schedulerName,
        Set<Plugin> plugins,
        Map<Plugin, Integer> weights,
        FitStrategy fit,
        List<ResourceWeight> balanced,
        Nearness nearness,
        NodeWish addedAffinity,
        DefaultSpread defaultSpread,
        Candidates preemption,
        List<FitStrategy.Point> volumeShape,
        Duration bindTimeout,
        Duration deviceTimeout,
        int nodesToScorePercent) {

    public static final String DEFAULT_NAME = "default-scheduler";

    static final Duration BIND_TIMEOUT = Duration.ofMinutes(10);
    static final Duration DEVICE_TIMEOUT = Duration.ofMinutes(10);

    /** Upstream's defaults. */
    public static final Profile DEFAULT = named(DEFAULT_NAME);

    /**
     * What wishes to be near others count for.
     *
     * @param hardPodAffinityWeight what it counts that another pod requires this one near it
     * @param ignoresOthers whether preferences of pods that are there do not count for pods without any
     */
    public record Nearness(long hardPodAffinityWeight, boolean ignoresOthers) {
        public static final Nearness DEFAULT = new Nearness(1, false);
    }

    /** Nodes that are tried at least when pods have to make room: a percentage of all, and a number. */
    public record Candidates(int minPercent, int min) {
        public static final Candidates DEFAULT = new Candidates(10, 100);
    }

    /**
     * Constraints of pods that have none themselves.
     *
     * @param bySystem whether they are built in rather than configured, so that nodes without their labels count too
     */
    public record DefaultSpread(List<SpreadConstraint> constraints, boolean bySystem) {

        public static final DefaultSpread SYSTEM = new DefaultSpread(
                List.of(advice("kubernetes.io/hostname", 3), advice("topology.kubernetes.io/zone", 5)), true);

        private static SpreadConstraint advice(String topologyKey, long maxSkew) {
            return SpreadConstraint.model(
                    JsonMap.of("topologyKey", topologyKey, "maxSkew", maxSkew, "whenUnsatisfiable", "ScheduleAnyway"));
        }
    }

    public static Profile named(String schedulerName) {
        var weights = new EnumMap<Plugin, Integer>(Plugin.class);
        for (var plugin : Plugin.values()) {
            if (plugin.defaultWeight() > 0) {
                weights.put(plugin, plugin.defaultWeight());
            }
        }
        return new Profile(
                schedulerName,
                EnumSet.allOf(Plugin.class),
                weights,
                FitStrategy.DEFAULT,
                ResourceWeight.CPU_AND_MEMORY,
                Nearness.DEFAULT,
                NodeWish.ANY,
                DefaultSpread.SYSTEM,
                Candidates.DEFAULT,
                List.of(),
                BIND_TIMEOUT,
                DEVICE_TIMEOUT,
                0);
    }

    /** The same, but without checks of some extended resources. */
    Profile ignoring(Set<String> resources) {
        return resources.isEmpty() ? this : with(fit.ignoring(resources), volumeShape);
    }

    /** The same, but storage that would be used counts; unless configured otherwise the less of it the better. */
    Profile scoringVolumes() {
        return volumeShape.isEmpty()
                ? with(fit, List.of(new FitStrategy.Point(0, 100), new FitStrategy.Point(100, 0)))
                : this;
    }

    private Profile with(FitStrategy otherFit, List<FitStrategy.Point> otherShape) {
        return new Profile(
                schedulerName,
                plugins,
                weights,
                otherFit,
                balanced,
                nearness,
                addedAffinity,
                defaultSpread,
                preemption,
                otherShape,
                bindTimeout,
                deviceTimeout,
                nodesToScorePercent);
    }

    public boolean has(Plugin plugin) {
        return plugins.contains(plugin);
    }

    /** What a plugin's score counts for; 0 if it does not score. */
    public int weight(Plugin plugin) {
        return weights.getOrDefault(plugin, 0);
    }
}
