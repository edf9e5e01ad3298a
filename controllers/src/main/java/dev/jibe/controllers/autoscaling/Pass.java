package dev.jibe.controllers.autoscaling;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.controllers.autoscaling.Computation.Answer;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.jibe.object.api.autoscaling.v2.HorizontalPodAutoscalerCondition;
import dev.jibe.object.api.autoscaling.v2.HorizontalPodAutoscalerStatus;
import dev.jibe.object.api.autoscaling.v2.MetricSpec;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One look at an autoscaler: reads the target and the metrics, resizes the target, and says what its status is. */
final class Pass {
    private static final String ABLE = "AbleToScale";
    private static final String ACTIVE = "ScalingActive";
    private static final String ZERO = "ScaledToZero";
    private static final String LIMITED = "ScalingLimited";
    private static final String INVALID = "FailedComputeMetricsReplicas";

    /** What is said of a metric that is not known. */
    private static final JsonMap UNKNOWN = JsonMap.of("type", "");

    private static final double NANOS_PER_SECOND = 1e9;

    private final Client client;
    private final HorizontalPodAutoscaler scaler;
    private final EventRecorder events;
    private final ScalerMetrics figures;
    private final Clock clock;
    private final Instant now;
    private final boolean toZero;
    private final List<HorizontalPodAutoscalerCondition> conditions;
    private History history;
    private List<JsonMap> metrics = List.of();
    private boolean failed;

    Pass(
            Client client,
            HorizontalPodAutoscaler scaler,
            History history,
            EventRecorder events,
            ScalerMetrics figures,
            Clock clock,
            boolean toZero) {
        this.toZero = toZero;
        this.client = client;
        this.scaler = scaler;
        this.history = history;
        this.events = events;
        this.figures = figures;
        this.clock = clock;
        this.now = clock.now();
        this.conditions = new ArrayList<>(scaler.status().conditions());
    }

    /** Whether something could not be read or written. */
    boolean failed() {
        return failed;
    }

    History history() {
        return history;
    }

    HorizontalPodAutoscalerStatus run(Function<String, Selected> selecting) {
        Scale scale;
        try {
            scale = HorizontalPodAutoscalerController.scale(client, scaler);
        } catch (ApiFailure failure) {
            failed = true;
            events.warning(scaler, "FailedGetScale", String.valueOf(failure.getMessage()));
            var text = "the HPA controller was unable to get the target's current scale: " + failure.getMessage();
            condition(ABLE, false, "FailedGetScale", text);
            return scaler.status().withConditions(conditions);
        }
        condition(ABLE, true, "SucceededGetScale", "the HPA controller was able to get the target's current scale");
        int current = scale.replicas();
        if (history.recommendations().isEmpty()) {
            history = history.recommended(current, now);
        }
        var desired = desired(scale, selecting);
        if (desired.isEmpty() || desired.get().replicas() == current) {
            int shown = desired.isEmpty() ? scaler.status().desiredReplicas() : current;
            return status(current, shown, false);
        }
        return rescale(scale, desired.get());
    }

    /**
     * What the target's selector selects.
     *
     * @param scalers the autoscalers whose targets have some of these pods
     */
    record Selected(List<Pod> pods, List<Key> scalers) {}

    /** A number of replicas, and why it is another than now. */
    private record Desired(int replicas, String reason) {}

    private Optional<Desired> desired(Scale scale, Function<String, Selected> selecting) {
        int current = scale.replicas();
        int least = scaler.spec().hasMinReplicas() ? scaler.spec().minReplicas() : 1;
        boolean byItself = toZero && holds(ZERO);
        if (current == 0 && !(byItself && (least != 0 || looksOutside()))) {
            if (!toZero) {
                conditions.removeIf(it -> it.type().equals(ZERO));
            }
            var text = "scaling is disabled since the replica count of the target is zero";
            condition(ACTIVE, false, "ScalingDisabled", text);
            return Optional.of(new Desired(0, ""));
        }
        if (current > scaler.spec().maxReplicas()) {
            return Optional.of(
                    new Desired(scaler.spec().maxReplicas(), "Current number of replicas above Spec.MaxReplicas"));
        }
        if (current < least && current != 0) {
            return Optional.of(new Desired(least, "Current number of replicas below Spec.MinReplicas"));
        }
        return compute(scale, selecting).map(answer -> {
            history = history.recommended(answer.replicas(), now);
            var normal = Normalizing.of(scaler, current, answer.replicas(), history, now);
            condition(ABLE, true, normal.able().reason(), normal.able().message());
            condition(
                    LIMITED,
                    normal.isLimited(),
                    normal.limited().reason(),
                    normal.limited().message());
            var reason = answer.replicas() > current ? answer.name() + " above target" : "All metrics below target";
            // Upstream rises to the least number where that has grown since nothing was left.
            int replicas = current == 0 ? Math.max(normal.replicas(), least) : normal.replicas();
            return new Desired(replicas, reason);
        });
    }

    /** The most that any metric asks for; nothing if too few of them say anything. */
    private Optional<Answer> compute(Scale scale, Function<String, Selected> selecting) {
        if (scale.selector().isEmpty()) {
            events.warning(scaler, "SelectorRequired", "selector is required");
            condition(ACTIVE, false, "InvalidSelector", "the HPA target's scale is missing a selector");
            events.warning(scaler, INVALID, "selector is required");
            return Optional.empty();
        }
        var selected = selecting.apply(scale.selector());
        var pods = selected.pods();
        if (selected.scalers().size() > 1) {
            var all =
                    selected.scalers().stream().map(Key::toString).sorted().collect(Collectors.joining(" ", "[", "]"));
            var text = "pods by selector " + scale.selector() + " are controlled by multiple HPAs: " + all;
            events.warning(scaler, "AmbiguousSelector", text);
            condition(ACTIVE, false, "AmbiguousSelector", text);
            events.warning(scaler, INVALID, text);
            return Optional.empty();
        }
        var computation = new Computation(client, scaler, scale, pods, now);
        Optional<Answer> most = Optional.empty();
        var statuses = new ArrayList<JsonMap>();
        var failures = new ArrayList<String>();
        var firstReason = "";
        var firstWhole = "";
        for (var metric : scaler.spec().metrics()) {
            try {
                var answer = answer(computation, metric, scale.replicas());
                statuses.add(answer.status());
                most = most.filter(it -> it.replicas() >= answer.replicas()).or(() -> Optional.of(answer));
            } catch (MetricsException failure) {
                failed = true;
                var reason = Computation.failure(metric);
                statuses.add(UNKNOWN);
                firstReason = failures.isEmpty() ? reason : firstReason;
                failures.add(String.valueOf(failure.getMessage()));
                firstWhole =
                        firstWhole.isEmpty() ? Computation.whole(metric) + ": " + failure.getMessage() : firstWhole;
                events.warning(scaler, reason, String.valueOf(failure.getMessage()));
            }
        }
        metrics = statuses;
        int total = scaler.spec().metrics().size();
        boolean wouldShrink = !failures.isEmpty()
                && most.filter(it -> it.replicas() >= scale.replicas()).isEmpty();
        if (failures.size() >= total || wouldShrink) {
            var first = failures.isEmpty() ? "" : failures.getFirst();
            var text = "the HPA was unable to compute the replica count: " + first;
            condition(ACTIVE, false, firstReason, text);
            events.warning(
                    scaler,
                    INVALID,
                    "invalid metrics (" + failures.size() + " invalid out of " + total + "), first error is: "
                            + firstWhole);
            return Optional.empty();
        }
        most.ifPresent(answer -> condition(
                ACTIVE,
                true,
                "ValidMetricFound",
                "the HPA was able to successfully calculate a replica count from " + answer.name()));
        return most;
    }

    private Answer answer(Computation computation, MetricSpec metric, int current) throws MetricsException {
        long begun = clock.nanoTime();
        int replicas = current;
        boolean answered = false;
        try {
            var answer = computation.answer(metric);
            replicas = answer.replicas();
            answered = true;
            return answer;
        } finally {
            double seconds = (clock.nanoTime() - begun) / NANOS_PER_SECOND;
            figures.computed(metric.type(), current, replicas, !answered, seconds);
        }
    }

    private HorizontalPodAutoscalerStatus rescale(Scale scale, Desired desired) {
        int from = scale.replicas();
        int to = desired.replicas();
        try {
            HorizontalPodAutoscalerController.resize(client, scale, to);
        } catch (ApiFailure failure) {
            failed = true;
            var text = "New size: " + to + "; reason: " + desired.reason() + "; error: " + failure.getMessage();
            events.warning(scaler, "FailedRescale", text);
            var why = "the HPA controller was unable to update the target scale: " + failure.getMessage();
            condition(ABLE, false, "FailedUpdateScale", why);
            return status(from, scaler.status().desiredReplicas(), false);
        }
        var text = "the HPA controller was able to update the target scale to " + to;
        condition(ABLE, true, "SucceededRescale", text);
        events.normal(scaler, "SuccessfulRescale", "New size: " + to + "; reason: " + desired.reason());
        history = history.scaled(from, to, now);
        noteZero(from, to);
        return status(from, to, true);
    }

    /** Says whether it was this autoscaler that left nothing, so that it may begin again. */
    private void noteZero(int from, int to) {
        if (!toZero) {
            conditions.removeIf(it -> it.type().equals(ZERO));
        } else if (from > 0 && to == 0 && looksOutside()) {
            condition(ZERO, true, "ScaledToZero", "the HPA controller scaled the workload to zero");
        } else {
            condition(ZERO, false, "NotScaledToZero", "the HPA controller did not scale the workload to zero");
        }
    }

    /** Whether a metric can be had although nothing runs. */
    private boolean looksOutside() {
        return scaler.spec().metrics().stream()
                .anyMatch(it -> it.type().equals("Object") || it.type().equals("External"));
    }

    private boolean holds(String type) {
        return conditions.stream()
                .anyMatch(it -> it.type().equals(type) && it.status().equals("True"));
    }

    private HorizontalPodAutoscalerStatus status(int current, int desired, boolean rescaled) {
        // Upstream does not say which generation it has seen.
        var status =
                HorizontalPodAutoscalerStatus.EMPTY.withDesiredReplicas(desired).withConditions(conditions);
        status = current == 0 ? status : status.withCurrentReplicas(current);
        status = scaler.status().hasLastScaleTime()
                ? status.withLastScaleTime(scaler.status().lastScaleTime())
                : status;
        if (!metrics.isEmpty()) {
            status = new HorizontalPodAutoscalerStatus(status.tree().with("currentMetrics", JsonList.copyOf(metrics)));
        }
        return rescaled ? status.withLastScaleTime(now) : status;
    }

    private void condition(String type, boolean holds, String reason, String message) {
        var condition = HorizontalPodAutoscalerCondition.EMPTY
                .withType(type)
                .withStatus(holds ? "True" : "False")
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(now);
        for (int i = 0; i < conditions.size(); i++) {
            var before = conditions.get(i);
            if (before.type().equals(type)) {
                boolean isSame = before.status().equals(condition.status());
                conditions.set(i, isSame ? condition.withLastTransitionTime(before.lastTransitionTime()) : condition);
                return;
            }
        }
        conditions.add(condition);
    }
}
