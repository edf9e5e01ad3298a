package dev.jibe.server.openapi;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.aggregation.RemoteApi;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.Resources;
import dev.jibe.store.Store;
import java.util.List;
import java.util.TreeMap;

/**
 * What the server measures of itself, by upstream's names; it is looked up when somebody asks.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/instrumentation/metrics/">Kubernetes Metrics Reference</a>.
 */
public final class ServerMetrics {

    private static final List<String> BUILD = List.of(
            "build_date",
            "compiler",
            "git_commit",
            "git_tree_state",
            "git_version",
            "go_version",
            "major",
            "minor",
            "platform");
    private static final List<String> BUILD_KEYS = List.of(
            "buildDate",
            "compiler",
            "gitCommit",
            "gitTreeState",
            "gitVersion",
            "goVersion",
            "major",
            "minor",
            "platform");

    private static final String API_SERVICES = "apiservices.apiregistration.k8s.io";

    private ServerMetrics() {}

    /** Has the metrics answered from the store and the rest. */
    public static void register(
            Metrics metrics, Store<JsonMap> store, Resources resources, FeatureGates features, Clock clock) {
        double started = clock.millis() / 1000.0;
        metrics.gauge(
                "process_start_time_seconds", "Start time of the process since unix epoch in seconds.", () -> started);
        metrics.gauges(
                "kubernetes_build_info",
                "[BETA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree"
                        + " state, build date, Go version, and compiler from which Kubernetes was built, and platform on"
                        + " which it is running.",
                BUILD,
                reading -> reading.is(
                        1, BUILD_KEYS.stream().map(Version.object()::string).toArray(String[]::new)));
        metrics.gauges(
                "version_info",
                "[ALPHA] Provides the compatibility version info of the component. The component label is the name of the"
                        + " component, usually kube, but is relevant for aggregated-apiservers.",
                List.of("binary", "component", "emulation", "min_compat"),
                reading -> reading.is(
                        1, Version.KUBERNETES.substring(1), "kube", release("emulation"), release("minCompatibility")));
        metrics.gauges(
                "aggregator_unavailable_apiservice",
                "[ALPHA] Gauge of APIServices which are marked as unavailable broken down by APIService name.",
                List.of("name"),
                reading -> store.latest()
                        .range(API_SERVICES)
                        .forEach(each -> reading.is(RemoteApi.isAvailable(each.value()) ? 0 : 1, each.key())));
        metrics.gauges(
                "kubernetes_feature_enabled",
                "[BETA] This metric records the data about the stage and enablement of a k8s feature.",
                List.of("name", "stage"),
                reading -> features.report((name, stage, on) -> reading.is(on ? 1 : 0, name, stage)));
        metrics.gauges(
                "apiserver_resource_objects",
                "[ALPHA] Number of stored objects at the time of last check split by kind.",
                List.of("group", "resource"),
                reading -> stored(resources)
                        .forEach(each -> reading.is(
                                store.latest().count(each.groupResource(), ""), each.group(), each.plural())));
        metrics.gauges(
                "apiserver_storage_objects",
                "[STABLE] (Deprecated since 1.34.0) [DEPRECATED, consider using apiserver_resource_objects instead] Number"
                        + " of stored objects at the time of last check split by kind. In case of a fetching error, the"
                        + " value will be -1.",
                List.of("resource"),
                reading -> stored(resources)
                        .forEach(each ->
                                reading.is(store.latest().count(each.groupResource(), ""), each.groupResource())));
        ProcessMetrics.register(metrics);
        metrics.counters(
                "registered_metrics_total",
                "[BETA] The count of registered metrics broken by stability level and deprecation version.",
                List.of("deprecated_version", "stability_level"),
                reading -> metrics.stabilities().forEach((level, count) -> reading.is(count, "", level)));
    }

    private static String release(String which) {
        var version = Version.object();
        return version.string(which + "Major") + "." + version.string(which + "Minor");
    }

    /** One of each kind that can be listed, whatever its versions. */
    private static List<ResourceInfo> stored(Resources resources) {
        var stored = new TreeMap<String, ResourceInfo>();
        for (var resource : resources.all()) {
            if (resource.info().verbs().contains("list")) {
                stored.putIfAbsent(resource.info().groupResource(), resource.info());
            }
        }
        return List.copyOf(stored.values());
    }
}
