package dev.jibe.server.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.runtime.Clock;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Query;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import java.time.Duration;
import java.util.List;

/**
 * How the parts of the control plane are: those that take turns are well while one of them holds its lease.
 *
 * <p>The API of this, <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/component-status-v1/">ComponentStatus</a>,
 * is deprecated; nothing of it is stored.
 */
public final class ComponentHealth {

    private static final String RESOURCE = "componentstatuses";
    private static final String LEASES = "leases.coordination.k8s.io";
    private static final String WELL = "ok";

    private final Store<JsonMap> store;
    private final Clock clock;

    public ComponentHealth(Store<JsonMap> store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Whether a resource is this one. */
    public static boolean isOf(Resource resource) {
        return resource.info().groupResource().equals(RESOURCE);
    }

    public ApiResponse list(Resource resource, Query query) {
        ListOptions.of(query, false);
        var selection = Selection.of(query, resource);
        return new ApiResponse.Many(
                JsonMap.EMPTY, all().stream().filter(selection::matches).toList(), resource);
    }

    public JsonMap get(Resource resource, String name) {
        return all().stream()
                .filter(part -> part.map("metadata").string("name").equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound(resource.named(), name));
    }

    private List<JsonMap> all() {
        return List.of(
                part("controller-manager", held("kube-controller-manager")),
                part("scheduler", held("kube-scheduler")),
                part("etcd-0", readable()));
    }

    private static JsonMap part(String name, String health) {
        var condition =
                JsonMap.of("type", "Healthy", "status", health.equals(WELL) ? "True" : "False", "message", health);
        return JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "ComponentStatus",
                "metadata",
                JsonMap.of("name", name),
                "conditions",
                JsonList.of(condition));
    }

    private String held(String lease) {
        var entry = store.latest().get(LEASES, Resource.key("kube-system", lease));
        var spec = entry == null ? JsonMap.EMPTY : entry.value().map("spec");
        var until = spec.string("renewTime").isEmpty()
                ? clock.now()
                : Times.parse(spec.string("renewTime")).plus(Duration.ofSeconds(spec.number("leaseDurationSeconds")));
        return spec.string("holderIdentity").isEmpty() || !until.isAfter(clock.now())
                ? "nobody holds the lease kube-system/" + lease
                : WELL;
    }

    private String readable() {
        try {
            store.fresh();
            return WELL;
        } catch (StoreException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
