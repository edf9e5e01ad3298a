package dev.jibe.scheduler.config;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.extender.ExtenderConfig;
import dev.jibe.scheduler.extender.ExtenderReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * How the scheduler works: its profiles, how long pods back off, and who else has a say.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/scheduling/config/">Scheduler Configuration</a>.
 */
public record SchedulerConfig(
        List<Profile> profiles, Duration initialBackoff, Duration maxBackoff, List<ExtenderConfig> extenders) {

    public static final SchedulerConfig DEFAULT =
            new SchedulerConfig(List.of(Profile.DEFAULT), Duration.ofSeconds(1), Duration.ofSeconds(10), List.of());

    private static final String API_VERSION = "kubescheduler.config.k8s.io/v1";
    private static final String KIND = "KubeSchedulerConfiguration";

    /** Reads a {@code KubeSchedulerConfiguration}; a {@link SchedulerException} says what is wrong with one. */
    public static SchedulerConfig of(JsonMap file) {
        if (!file.string("apiVersion").equals(API_VERSION)
                || !file.string("kind").equals(KIND)) {
            throw new SchedulerException("a scheduler configuration has apiVersion " + API_VERSION + " and kind " + KIND
                    + ", not " + file.string("apiVersion") + " and " + file.string("kind"));
        }
        var extenders = ExtenderReader.read(file.list("extenders"));
        var ignored = ExtenderReader.leftToExtenders(file.list("extenders"));
        int percent = (int) file.number("percentageOfNodesToScore");
        var profiles = file.list("profiles")
                .maps()
                .map(profile -> ProfileReader.read(profile, percent).ignoring(ignored))
                .toList();
        var names = new HashSet<String>();
        for (var profile : profiles) {
            if (!names.add(profile.schedulerName())) {
                throw new SchedulerException("profiles: two are named " + profile.schedulerName());
            }
        }
        var initial = seconds(file, "podInitialBackoffSeconds", DEFAULT.initialBackoff);
        var max = seconds(file, "podMaxBackoffSeconds", DEFAULT.maxBackoff);
        if (initial.isNegative() || initial.isZero() || max.compareTo(initial) < 0) {
            throw new SchedulerException(
                    "podInitialBackoffSeconds must be greater than 0, and podMaxBackoffSeconds at least as much");
        }
        var only = ProfileReader.read(JsonMap.EMPTY, percent).ignoring(ignored);
        return new SchedulerConfig(profiles.isEmpty() ? List.of(only) : profiles, initial, max, extenders);
    }

    /** The same with {@code StorageCapacityScoring}: storage that would be used on a node counts. */
    public SchedulerConfig scoringVolumes() {
        return new SchedulerConfig(
                profiles.stream().map(Profile::scoringVolumes).toList(), initialBackoff, maxBackoff, extenders);
    }

    /**
     * The same, for a cluster without {@code StorageCapacityScoring}.
     *
     * @throws SchedulerException if it configures that
     */
    public SchedulerConfig withoutVolumeShapes() {
        if (profiles.stream().anyMatch(profile -> !profile.volumeShape().isEmpty())) {
            throw new SchedulerException(
                    "VolumeBinding: unexpected field `shape`, remove it or turn on the feature gate"
                            + " StorageCapacityScoring");
        }
        return this;
    }

    private static Duration seconds(JsonMap file, String field, Duration otherwise) {
        return file.has(field) ? Duration.ofSeconds(file.number(field)) : otherwise;
    }
}
