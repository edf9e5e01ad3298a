package dev.jibe.controllers.autoscaling;

import dev.jibe.client.AnyObject;
import dev.jibe.client.Client;
import dev.jibe.controllers.autoscaling.Replicas.Proposal;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.controllers.status.ShownSelector;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.jibe.object.api.autoscaling.v2.MetricIdentifier;
import dev.jibe.object.api.autoscaling.v2.MetricSpec;
import dev.jibe.object.api.autoscaling.v2.MetricTarget;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.view.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for each metric of an autoscaler and says how many replicas it wants. */
final class Computation {
    private static final String FAILED = "failed to get ";
    private static final double TOLERANCE = 0.1;

    private final Client client;
    private final MetricsReader reader;
    private final HorizontalPodAutoscaler scaler;
    private final Scale scale;
    private final List<Pod> pods;
    private final Instant now;

    Computation(Client client, HorizontalPodAutoscaler scaler, Scale scale, List<Pod> pods, Instant now) {
        this.client = client;
        this.reader = new MetricsReader(client);
        this.scaler = scaler;
        this.scale = scale;
        this.pods = List.copyOf(pods);
        this.now = now;
    }

    /**
     * What one metric says.
     *
     * @param name as reasons of a rescale name it
     * @param status the entry of {@code status.currentMetrics}
     */
    record Answer(int replicas, String name, JsonMap status) {}

    /** The reason of the condition and the event if the metric says nothing. */
    static String failure(MetricSpec metric) {
        return switch (metric.type()) {
            case "Resource" -> "FailedGetResourceMetric";
            case "ContainerResource" -> "FailedGetContainerResourceMetric";
            case "Pods" -> "FailedGetPodsMetric";
            case "Object" -> "FailedGetObjectMetric";
            case "External" -> "FailedGetExternalMetric";
            default -> "InvalidMetricSourceType";
        };
    }

    Answer answer(MetricSpec metric) throws MetricsException {
        try {
            return unexplained(metric);
        } catch (MetricsException failure) {
            throw new MetricsException(what(metric) + failure.getMessage());
        }
    }

    private String what(MetricSpec metric) {
        return switch (metric.type()) {
            case "Resource" ->
                FAILED + metric.resource().name() + kind(metric.resource().target()) + ": ";
            case "ContainerResource" ->
                FAILED
                        + metric.containerResource().name()
                        + kind(metric.containerResource().target())
                        + ": ";
            case "Pods" -> "unable to get metric " + metric.pods().metric().name() + ": ";
            case "Object" -> {
                var about = metric.object().describedObject();
                // Upstream's order of words.
                yield "unable to get metric " + metric.object().metric().name() + ": " + about.kind() + " on "
                        + scaler.namespace() + " " + about.name() + "/";
            }
            default -> {
                var asked = metric.external().metric();
                yield "unable to get external metric " + scaler.namespace() + "/" + asked.name() + "/" + selector(asked)
                        + ": ";
            }
        };
    }

    /** What could not be had in all if a metric says nothing. */
    static String whole(MetricSpec metric) {
        return FAILED
                + switch (metric.type()) {
                    case "Resource" -> metric.resource().name() + " resource metric value";
                    case "ContainerResource" -> metric.containerResource().container() + " container metric value";
                    case "Pods" -> "pods metric value";
                    case "Object" ->
                        "object metric value"
                                + (metric.object().target().hasAverageValue()
                                        ? ": " + FAILED
                                                + metric.object().metric().name() + " object metric"
                                        : "");
                    default -> {
                        var name = metric.external().metric().name();
                        boolean isAverage = metric.external().target().hasAverageValue();
                        yield name + " external metric value: " + FAILED
                                + (isAverage ? name + " external metric" : "external metric " + name);
                    }
                };
    }

    private static String kind(MetricTarget target) {
        return target.hasAverageValue() ? " usage" : " utilization";
    }

    private Answer unexplained(MetricSpec metric) throws MetricsException {
        return switch (metric.type()) {
            case "Resource" ->
                resource(metric.resource().name(), metric.resource().target(), Optional.empty());
            case "ContainerResource" ->
                resource(
                        metric.containerResource().name(),
                        metric.containerResource().target(),
                        Optional.of(metric.containerResource().container()));
            case "Pods" -> pods(metric);
            case "Object" -> object(metric);
            case "External" -> external(metric);
            default -> throw new MetricsException("unknown metric source type \"" + metric.type() + "\"");
        };
    }

    private Answer resource(String name, MetricTarget target, Optional<String> container) throws MetricsException {
        boolean isCpu = name.equals("cpu");
        var samples = reader.resource(scaler.namespace(), scale.selector(), name, container);
        Proposal proposal;
        var current = JsonMap.EMPTY;
        var suffix = "";
        if (target.hasAverageValue()) {
            proposal = replicas().byAverage(pods, samples, target.averageValue().milliValue(), isCpu);
        } else {
            proposal = replicas()
                    .byUtilization(pods, samples, requests(name, container), target.averageUtilization(), isCpu);
            current = current.with("averageUtilization", (long) proposal.utilization());
            suffix = " utilization (percentage of request)";
        }
        current = current.with("averageValue", quantity(proposal.milliValue()));
        var source = JsonMap.of("name", name, "current", current);
        if (container.isEmpty()) {
            var status = JsonMap.of("type", "Resource", "resource", source);
            return new Answer(proposal.replicas(), name + " resource" + suffix, status);
        }
        var status =
                JsonMap.of("type", "ContainerResource", "containerResource", source.with("container", container.get()));
        return new Answer(proposal.replicas(), name + " container resource" + suffix, status);
    }

    private Answer pods(MetricSpec metric) throws MetricsException {
        var identifier = metric.pods().metric();
        var samples = reader.pods(scaler.namespace(), scale.selector(), identifier);
        long target = metric.pods().target().averageValue().milliValue();
        var proposal = replicas().byAverage(pods, samples, target, false);
        var current = JsonMap.of("averageValue", quantity(proposal.milliValue()));
        var status = JsonMap.of("type", "Pods", "pods", JsonMap.of("metric", identifier.tree(), "current", current));
        return new Answer(proposal.replicas(), "pods metric " + identifier.name(), status);
    }

    private Answer object(MetricSpec metric) throws MetricsException {
        var about = metric.object().describedObject();
        var identifier = metric.object().metric();
        var resource = client.discovery().kind(about.apiVersion(), about.kind()).map(Computation::plural);
        if (resource.isEmpty()) {
            throw new MetricsException("no matches for kind \"" + about.kind() + "\"");
        }
        long usage = reader.object(scaler.namespace(), resource.get(), about.name(), identifier);
        var proposal = single(usage, metric.object().target());
        var source = JsonMap.of(
                "metric",
                identifier.tree(),
                "describedObject",
                about.tree(),
                "current",
                single(proposal, metric.object().target()));
        return new Answer(
                proposal.replicas(),
                about.kind() + " metric " + identifier.name(),
                JsonMap.of("type", "Object", "object", source));
    }

    private Answer external(MetricSpec metric) throws MetricsException {
        var identifier = metric.external().metric();
        long usage = reader.external(scaler.namespace(), identifier);
        var proposal = single(usage, metric.external().target());
        var source = JsonMap.of(
                "metric",
                identifier.tree(),
                "current",
                single(proposal, metric.external().target()));
        return new Answer(
                proposal.replicas(),
                "external metric " + identifier.name() + "(" + selector(identifier) + ")",
                JsonMap.of("type", "External", "external", source));
    }

    private static String selector(MetricIdentifier metric) {
        return metric.hasSelector() ? ShownSelector.of(metric.selector()) : "nil";
    }

    private static String plural(Kind<AnyObject> kind) {
        return kind.group().isEmpty() ? kind.plural() : kind.plural() + "." + kind.group();
    }

    private Proposal single(long usage, MetricTarget target) {
        return target.hasAverageValue()
                ? replicas().byShare(usage, target.averageValue().milliValue(), scale.statusReplicas())
                : replicas()
                        .byValue(
                                usage,
                                target.value().milliValue(),
                                pods.stream().filter(PodState::isReady).count());
    }

    private static JsonMap single(Proposal proposal, MetricTarget target) {
        return JsonMap.of(target.hasAverageValue() ? "averageValue" : "value", quantity(proposal.milliValue()));
    }

    private Replicas replicas() {
        var behavior = scaler.spec().behavior();
        double down = behavior.scaleDown().hasTolerance()
                ? behavior.scaleDown().tolerance().milliValue() / 1000.0
                : TOLERANCE;
        double up = behavior.scaleUp().hasTolerance()
                ? behavior.scaleUp().tolerance().milliValue() / 1000.0
                : TOLERANCE;
        return new Replicas(scale.replicas(), down, up, now);
    }

    /** What each pod requests, in thousandths. */
    private Map<String, Long> requests(String resource, Optional<String> container) throws MetricsException {
        var result = new HashMap<String, Long>();
        for (var pod : pods) {
            var containers = new ArrayList<Container>(pod.spec().containers());
            pod.spec().initContainers().stream()
                    .filter(it -> it.restartPolicy().equals("Always"))
                    .forEach(containers::add);
            long sum = 0;
            for (var one : containers) {
                if (container.isEmpty() || container.get().equals(one.name())) {
                    var request = one.resources().requests().get(resource);
                    if (request == null) {
                        throw new MetricsException("missing request for " + resource + " in container " + one.name()
                                + " of Pod " + pod.name());
                    }
                    sum += request.milliValue();
                }
            }
            result.put(pod.name(), sum);
        }
        return result;
    }

    private static String quantity(long milliValue) {
        return Quantity.parse(milliValue + "m").toString();
    }
}
