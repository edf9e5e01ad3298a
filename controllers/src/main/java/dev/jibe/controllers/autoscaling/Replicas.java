package dev.jibe.controllers.autoscaling;

import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many replicas a metric asks for, from samples and a target.
 *
 * @param current the replicas that there are to be now
 * @param up how far the use may be above the target, as a part of it, before anything is done; likewise {@code down}
 */
record Replicas(int current, double down, double up, Instant now) {

    /**
     * What came out.
     *
     * @param utilization in per cent of what is requested; 0 where nothing is compared with requests
     * @param milliValue the average of the pods
     */
    record Proposal(int replicas, int utilization, long milliValue) {}

    private boolean isClose(double ratio) {
        return 1.0 - down <= ratio && ratio <= 1.0 + up;
    }

    /** Resource use, in per cent of the requests. */
    Proposal byUtilization(
            List<Pod> pods, Map<String, Sample> all, Map<String, Long> requests, int target, boolean isCpu)
            throws MetricsException {
        var groups = PodGroups.of(pods, all, isCpu, now);
        var samples = valid(pods, all, groups);
        var use = Utilization.of(samples, requests, target);
        var missing = new HashMap<String, Long>();
        groups.missing()
                .forEach(name -> missing.put(name, requests.getOrDefault(name, 0L) * Math.max(100, target) / 100));
        int replicas = decide(
                groups,
                samples,
                use.ratio(),
                missing,
                filled -> Utilization.of(filled, requests, target).ratio());
        return new Proposal(replicas, use.percent(), use.average());
    }

    /** Plain values, in average of the pods. */
    Proposal byAverage(List<Pod> pods, Map<String, Sample> all, long targetMilli, boolean isCpu)
            throws MetricsException {
        var groups = PodGroups.of(pods, all, isCpu, now);
        var samples = valid(pods, all, groups);
        var missing = new HashMap<String, Long>();
        groups.missing().forEach(name -> missing.put(name, targetMilli));
        double ratio = (double) average(samples) / targetMilli;
        int replicas = decide(groups, samples, ratio, missing, filled -> (double) average(filled) / targetMilli);
        return new Proposal(replicas, 0, average(samples));
    }

    /** One value for all. */
    Proposal byValue(long usageMilli, long targetMilli, long readyPods) {
        double ratio = (double) usageMilli / targetMilli;
        if (current == 0) {
            return new Proposal((int) Math.ceil(ratio), 0, usageMilli);
        }
        return new Proposal(isClose(ratio) ? current : (int) Math.ceil(ratio * readyPods), 0, usageMilli);
    }

    /** One value, to be divided among the pods. */
    Proposal byShare(long usageMilli, long targetMilli, int statusReplicas) {
        double ratio = (double) usageMilli / ((double) targetMilli * statusReplicas);
        int replicas = isClose(ratio) ? statusReplicas : (int) Math.ceilDiv(usageMilli, targetMilli);
        return new Proposal(replicas, 0, statusReplicas == 0 ? 0 : Math.ceilDiv(usageMilli, statusReplicas));
    }

    private static Map<String, Sample> valid(List<Pod> pods, Map<String, Sample> all, PodGroups groups)
            throws MetricsException {
        if (pods.isEmpty()) {
            throw new MetricsException("no pods returned by selector while calculating replica count");
        }
        var samples = new HashMap<>(all);
        samples.keySet().removeAll(groups.ignored());
        samples.keySet().removeAll(groups.unready());
        if (samples.isEmpty()) {
            throw new MetricsException("did not receive metrics for targeted pods (pods might be unready)");
        }
        return samples;
    }

    private static long average(Map<String, Sample> samples) {
        return samples.values().stream().mapToLong(Sample::milliValue).sum() / samples.size();
    }

    /** How far the use is from the target. */
    @FunctionalInterface
    private interface Ratio {
        double of(Map<String, Sample> samples) throws MetricsException;
    }

    /** Pods that say nothing are taken to speak against a change; if then the change turns round, there is none. */
    private int decide(
            PodGroups groups, Map<String, Sample> samples, double ratio, Map<String, Long> missing, Ratio again)
            throws MetricsException {
        boolean countsUnready = !groups.unready().isEmpty() && ratio > 1.0;
        if (!countsUnready && missing.isEmpty()) {
            return isClose(ratio) ? current : (int) Math.ceil(ratio * groups.ready());
        }
        var filled = new HashMap<>(samples);
        if (ratio < 1.0) {
            missing.forEach((name, value) -> filled.put(name, fill(value)));
        } else if (ratio > 1.0) {
            missing.keySet().forEach(name -> filled.put(name, fill(0)));
        }
        if (countsUnready) {
            groups.unready().forEach(name -> filled.put(name, fill(0)));
        }
        double other = again.of(filled);
        if (isClose(other) || (ratio < 1.0 && other > 1.0) || (ratio > 1.0 && other < 1.0)) {
            return current;
        }
        int replicas = (int) Math.ceil(other * filled.size());
        boolean turnsRound = (other < 1.0 && replicas > current) || (other > 1.0 && replicas < current);
        return turnsRound ? current : replicas;
    }

    private Sample fill(long milliValue) {
        return new Sample(milliValue, now, Duration.ZERO);
    }
}
