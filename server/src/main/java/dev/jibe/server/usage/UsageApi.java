package dev.jibe.server.usage;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.registry.Conversion;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Selection;
import dev.jibe.server.registry.kinds.BuiltinStrategy;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The API {@code metrics.k8s.io/v1beta1}: nodes and pods with the CPU and memory that they use now.
 *
 * <p>Nothing is stored: every question is answered with what the node agents say at that moment. See <a
 * href="https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/">Resource metrics pipeline</a>.
 */
public final class UsageApi {

    public static final String GROUP = "metrics.k8s.io";
    private static final String VERSION = "v1beta1";
    private static final String WINDOW = "10s";
    private static final long KIBI = 1024;

    private final Store<JsonMap> store;
    private final NodeSummaries summaries;

    public UsageApi(Store<JsonMap> store, NodeSummaries summaries) {
        this.store = store;
        this.summaries = summaries;
    }

    /** The resources of the group, as discovery lists them. */
    public static List<Resource> resources() {
        return List.of(resource("nodes", "NodeMetrics", false), resource("pods", "PodMetrics", true));
    }

    private static Resource resource(String plural, String kind, boolean namespaced) {
        var info = new ResourceInfo(
                GROUP,
                VERSION,
                kind,
                plural,
                "",
                namespaced,
                List.of(),
                List.of(),
                List.of("get", "list"),
                List.of(),
                true,
                StructType.of("io.k8s.metrics.pkg.apis.metrics.v1beta1." + kind, List.of()));
        return new Resource(info, plural + "." + GROUP, new BuiltinStrategy(info), Conversion.NONE);
    }

    public ApiResponse answer(ApiRequest request, RequestInfo info, Resource resource) {
        if (!resource.allows(info.verb())) {
            throw ApiException.methodNotAllowed();
        }
        var items = resource.namespaced() ? pods(info.namespace()) : nodes();
        if (info.verb().equals("list")) {
            var selection = Selection.of(request.query(), resource);
            return new ApiResponse.Many(
                    JsonMap.EMPTY, items.stream().filter(selection::matches).toList(), resource);
        }
        return items.stream()
                .filter(item -> item.map("metadata").string("name").equals(info.name()))
                .findFirst()
                .map(item -> (ApiResponse) new ApiResponse.One(200, item, resource, List.of()))
                .orElseThrow(() -> ApiException.notFound(resource.named(), info.name()));
    }

    private List<JsonMap> nodes() {
        return summaries.all(store.latest(), Set.of()).stream()
                .map(summary -> summary.map("node"))
                .map(node -> described(node, "NodeMetrics", "nodes", node.string("nodeName"))
                        .with("usage", usage(node)))
                .toList();
    }

    private List<JsonMap> pods(String namespace) {
        var items = new ArrayList<JsonMap>();
        for (var summary : summaries.all(store.latest(), Set.of())) {
            for (var pod : summary.list("pods").maps().toList()) {
                var reference = pod.map("podRef");
                if (!namespace.isEmpty() && !reference.string("namespace").equals(namespace)) {
                    continue;
                }
                var key = Resource.key(reference.string("namespace"), reference.string("name"));
                var containers = pod.list("containers")
                        .maps()
                        .map(c -> JsonMap.of("name", c.string("name"), "usage", usage(c)))
                        .toList();
                items.add(described(pod, "PodMetrics", "pods", key).with("containers", JsonList.copyOf(containers)));
            }
        }
        return items;
    }

    private JsonMap described(JsonMap measured, String kind, String bucket, String key) {
        var entry = store.latest().get(bucket, key);
        var known = entry == null ? JsonMap.EMPTY : entry.value().map("metadata");
        var time = measured.map("cpu").string("time");
        var metadata = JsonMap.of("name", key.substring(key.indexOf('/') + 1), "creationTimestamp", time);
        metadata = key.contains("/") ? metadata.with("namespace", key.substring(0, key.indexOf('/'))) : metadata;
        metadata = known.has("labels") ? metadata.with("labels", known.map("labels")) : metadata;
        return JsonMap.of(
                "apiVersion", GROUP + "/" + VERSION,
                "kind", kind,
                "metadata", metadata,
                "timestamp", time,
                "window", WINDOW);
    }

    private static JsonMap usage(JsonMap measured) {
        return JsonMap.of(
                "cpu", measured.map("cpu").number("usageNanoCores") + "n",
                "memory", measured.map("memory").number("workingSetBytes") / KIBI + "Ki");
    }
}
