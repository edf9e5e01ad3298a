package dev.jibe.server.request;

import dev.jibe.runtime.metrics.Buckets;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Gauge;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.registry.Resource;
import dev.jibe.wire.http.Request;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is counted of requests, by upstream's names and labels.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/instrumentation/metrics/">Kubernetes Metrics Reference</a>. Only
 * requests that had a route are counted by what they were about, so that nobody can fill the memory with names.
 */
public final class RequestMetrics {

    private static final double[] SECONDS = {
        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60
    };
    private static final double[] SLI_SECONDS = {
        0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60
    };
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> WRITING = Set.of("create", "update", "patch", "delete", "deletecollection");
    private static final double[] BYTES = {1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    private static final Set<String> COUNTED_PATHS = Set.of("/healthz", "/livez", "/readyz", "/metrics", "/version");
    private static final double NANOS = 1e9;

    private final Counter requests;
    private final Histogram durations;
    private final Histogram sizes;
    private final Histogram indicators;
    private final Counter lists;
    private final Counter terminations;
    private final Counter afterwards;
    private final Gauge inflight;
    private final Gauge deprecated;
    private final Histogram bodies;
    private final StreamMetrics streams;
    private final Map<Answer, Figures> figures = new ConcurrentHashMap<>();

    /** What answers are told apart by. */
    private record Answer(RequestLabels labels, String dryRun, int code) {}

    /** Where answers of one sort are noted; looked up once, since each has nine labels. */
    private record Figures(
            Counter.Series requests, Histogram.Series indicators, Histogram.Series durations, Histogram.Series sizes) {}

    public RequestMetrics(Metrics metrics) {
        this.requests = metrics.counter(
                "apiserver_request_total",
                "[STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource,"
                        + " scope, component, and HTTP response code.",
                RequestLabels.names("code", "dry_run"));
        this.durations = metrics.histogram(
                "apiserver_request_duration_seconds",
                "[STABLE] Response latency distribution in seconds for each verb, dry run value, group, version, resource,"
                        + " subresource, scope and component.",
                SECONDS,
                RequestLabels.names("dry_run"));
        this.sizes = metrics.histogram(
                "apiserver_response_sizes",
                "[STABLE] Response size distribution in bytes for each group, version, verb, resource, subresource, scope"
                        + " and component.",
                BYTES,
                RequestLabels.names());
        this.indicators = metrics.histogram(
                "apiserver_request_sli_duration_seconds",
                "[ALPHA] Response latency distribution (not counting webhook duration and priority & fairness queue wait"
                        + " times) in seconds for each verb, group, version, resource, subresource, scope and component.",
                SLI_SECONDS,
                RequestLabels.names());
        this.lists = metrics.counter(
                "apiserver_storage_list_total",
                "[ALPHA] Number of LIST requests served from storage",
                "group",
                "resource");
        this.terminations = metrics.counter(
                "apiserver_request_terminations_total",
                "[ALPHA] Number of requests which apiserver terminated in self-defense.",
                RequestLabels.names("code"));
        this.afterwards = metrics.counter(
                "apiserver_request_post_timeout_total",
                "[ALPHA] Tracks the activity of the request handlers after the associated requests have been timed out by the"
                        + " apiserver",
                "source",
                "status");
        this.inflight = metrics.gauge(
                "apiserver_current_inflight_requests",
                "[STABLE] Maximal number of currently used inflight request limit of this apiserver per request kind in"
                        + " last second.",
                "request_kind");
        this.deprecated = metrics.gauge(
                "apiserver_requested_deprecated_apis",
                "[STABLE] Gauge of deprecated APIs that have been requested, broken out by API group, version, resource,"
                        + " subresource, and removed_release.",
                "group",
                "removed_release",
                "resource",
                "subresource",
                "version");
        this.bodies = metrics.histogram(
                "apiserver_request_body_size_bytes",
                "[ALPHA] Apiserver request body size in bytes broken out by resource and verb.",
                Buckets.linear(50_000, 100_000, 31),
                "group",
                "resource",
                "verb");
        this.streams = new StreamMetrics(metrics);
    }

    StreamMetrics streams() {
        return streams;
    }

    /** Counts a request as in flight until what is returned is run. */
    Runnable begin(Request request) {
        var kind = READING.contains(request.method()) ? "readOnly" : "mutating";
        inflight.add(1, kind);
        return () -> inflight.add(-1, kind);
    }

    void answered(Request request, Passage passage, int code, long sizeBytes, long nanos) {
        if (passage.info().isEmpty()) {
            return;
        }
        var info = passage.info().get();
        var dryRun = request.rawQuery().contains("dryRun=All") ? "All" : "";
        if (passage.wasCutOff()) {
            afterwards.increment(passage.deadline().isOfWrite() ? "rest-handler" : "timeout-handler", "ok");
        }
        if (passage.wasSentAway() || passage.wasCutOff() && !passage.deadline().isOfWrite()) {
            terminations.increment(RequestLabels.of(info, verb(request, info)).values(Integer.toString(code)));
        }
        if (info.isResource()) {
            if (passage.resource().isPresent()) {
                noteDeprecation(info, passage.resource().get());
                if (info.verb().equals("list") && code == 200) {
                    lists.increment(info.group(), info.resource());
                }
                count(code, dryRun, RequestLabels.of(info, verb(request, info)), sizeBytes, nanos);
            }
        } else if (COUNTED_PATHS.contains(request.path())) {
            count(code, dryRun, RequestLabels.of(request.path(), request.method()), sizeBytes, nanos);
        }
    }

    private void noteDeprecation(RequestInfo info, Resource resource) {
        if (!resource.warnings().isEmpty()) {
            deprecated.set(
                    1, info.group(), resource.removedRelease(), info.resource(), info.subresource(), info.version());
        }
    }

    /** Notes what came with a request; to be called when it has been answered. */
    void received(Passage passage, int sizeBytes) {
        var info = passage.info().filter(it -> passage.resource().isPresent());
        if (info.isPresent() && WRITING.contains(info.get().verb())) {
            bodies.observe(
                    sizeBytes,
                    info.get().group(),
                    info.get().resource(),
                    info.get().verb());
        }
    }

    private void count(int code, String dryRun, RequestLabels labels, long sizeBytes, long nanos) {
        var noted = figures.computeIfAbsent(new Answer(labels, dryRun, code), this::figures);
        noted.requests().add(1);
        noted.indicators().observe(nanos / NANOS);
        noted.durations().observe(nanos / NANOS);
        noted.sizes().observe((double) sizeBytes);
    }

    private Figures figures(Answer answer) {
        var labels = answer.labels();
        var counted = requests.of(labels.values(Integer.toString(answer.code()), answer.dryRun()));
        if (labels.verb().equals("WATCH")) {
            return new Figures(counted, Histogram.Series.NONE, Histogram.Series.NONE, Histogram.Series.NONE);
        }
        return new Figures(
                counted,
                indicators.of(labels.values()),
                durations.of(labels.values(answer.dryRun())),
                sizes.of(labels.values()));
    }

    static String scope(RequestInfo info) {
        if (!info.name().isEmpty() || info.verb().equals("create")) {
            return "resource";
        }
        return info.namespace().isEmpty() ? "cluster" : "namespace";
    }

    private static String verb(Request request, RequestInfo info) {
        return switch (info.verb()) {
            case "create" -> "POST";
            case "update" -> "PUT";
            case "patch" ->
                request.headers().get("content-type", "").startsWith("application/apply-patch") ? "APPLY" : "PATCH";
            default -> info.verb().toUpperCase(Locale.ROOT);
        };
    }
}
