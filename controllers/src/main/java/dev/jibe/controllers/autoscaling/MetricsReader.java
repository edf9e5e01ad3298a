package dev.jibe.controllers.autoscaling;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Client;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.autoscaling.v2.MetricIdentifier;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.selector.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the three APIs of metrics: of resources, of anything in the cluster, and of anything outside. */
final class MetricsReader {
    private static final String CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/";
    private static final String EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1/namespaces/";

    private final Client client;

    MetricsReader(Client client) {
        this.client = client;
    }

    /** The use of a resource by pods, or by the container of that name in them. */
    Map<String, Sample> resource(String namespace, String selector, String resource, Optional<String> container)
            throws MetricsException {
        var path = "/apis/metrics.k8s.io/v1beta1/namespaces/" + namespace + "/pods";
        var list = get(path, Map.of("labelSelector", selector), "unable to fetch metrics from resource metrics API");
        var samples = new HashMap<String, Sample>();
        for (var item : list.list("items").maps().toList()) {
            long sum = 0;
            boolean isWhole = true;
            boolean isFound = container.isEmpty();
            for (var one : item.list("containers").maps().toList()) {
                if (container.isEmpty() || container.get().equals(one.string("name"))) {
                    isFound = true;
                    var amount = one.map("usage").string(resource);
                    isWhole &= !amount.isEmpty();
                    sum += amount.isEmpty() ? 0 : Quantity.parse(amount).milliValue();
                }
            }
            if (isWhole && isFound) {
                var window = window(item.string("window"));
                samples.put(
                        item.map("metadata").string("name"),
                        new Sample(sum, Instant.parse(item.string("timestamp")), window));
            }
        }
        if (samples.isEmpty()) {
            throw new MetricsException("unable to get metrics for resource " + resource
                    + ": no metrics returned from resource metrics API");
        }
        return samples;
    }

    Map<String, Sample> pods(String namespace, String selector, MetricIdentifier metric) throws MetricsException {
        var path = CUSTOM + namespace + "/pods/*/" + metric.name();
        var query = new HashMap<>(query(metric));
        query.put("labelSelector", selector);
        var samples = new HashMap<String, Sample>();
        var list = get(path, query, "unable to fetch metrics from custom metrics API");
        for (var item : list.list("items").maps().toList()) {
            samples.put(
                    item.map("describedObject").string("name"),
                    new Sample(
                            Quantity.parse(item.string("value")).milliValue(),
                            Instant.parse(item.string("timestamp")),
                            Duration.ofSeconds(item.has("windowSeconds") ? item.number("windowSeconds") : 60)));
        }
        if (samples.isEmpty()) {
            throw new MetricsException("no metrics returned from custom metrics API");
        }
        return samples;
    }

    /** @param resource the plural and group of the object that the metric is about */
    long object(String namespace, String resource, String name, MetricIdentifier metric) throws MetricsException {
        var path = CUSTOM + namespace + "/" + resource + "/" + name + "/" + metric.name();
        var list = get(path, query(metric), "unable to fetch metrics from custom metrics API");
        var first = list.list("items").maps().findFirst();
        if (first.isEmpty()) {
            throw new MetricsException("no metrics returned from custom metrics API");
        }
        return Quantity.parse(first.get().string("value")).milliValue();
    }

    long external(String namespace, MetricIdentifier metric) throws MetricsException {
        var query = metric.hasSelector()
                ? Map.of(
                        "labelSelector",
                        LabelSelector.of(metric.selector().tree()).toString())
                : Map.<String, String>of();
        var list = get(
                EXTERNAL + namespace + "/" + metric.name(), query, "unable to fetch metrics from external metrics API");
        if (list.list("items").isEmpty()) {
            throw new MetricsException("no metrics returned from external metrics API");
        }
        return list.list("items")
                .maps()
                .mapToLong(item -> Quantity.parse(item.string("value")).milliValue())
                .sum();
    }

    private static Map<String, String> query(MetricIdentifier metric) {
        return metric.hasSelector()
                ? Map.of(
                        "metricLabelSelector",
                        LabelSelector.of(metric.selector().tree()).toString())
                : Map.of();
    }

    private JsonMap get(String path, Map<String, String> query, String otherwise) throws MetricsException {
        try {
            return client.transport().send(Call.get(path, query)).body();
        } catch (ApiFailure failure) {
            boolean isServed = !path.startsWith(CUSTOM)
                    || !"the server could not find the requested resource".equals(failure.getMessage());
            throw new MetricsException(otherwise + ": "
                    + (isServed ? failure.getMessage() : "no custom metrics API (custom.metrics.k8s.io) registered"));
        }
    }

    /** A duration such as {@code 30s} or {@code 1m0s}. */
    private static Duration window(String text) {
        try {
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException unknown) {
            return Duration.ofMinutes(1);
        }
    }
}
