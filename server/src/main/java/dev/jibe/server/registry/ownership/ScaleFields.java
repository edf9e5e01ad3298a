package dev.jibe.server.registry.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.ownership.FieldSet;
import dev.jibe.object.ownership.ManagerId;
import dev.jibe.object.ownership.Managers;
import dev.jibe.object.ownership.Owned;
import dev.jibe.object.ownership.PathElement;
import java.util.List;
import java.util.Map;

/**
 * Carries the ownership of a workload's replicas over to its scale subresource and back.
 *
 * @param replicas by version of the workload, where it has its number of replicas; a version without a scale is known, with
 *     an empty path
 */
public record ScaleFields(Map<String, List<PathElement>> replicas) {

    private static final String SCALE_VERSION = "autoscaling/v1";
    private static final List<PathElement> IN_SCALE = FieldSet.path("spec", "replicas");

    /** The managed fields of the scale of a workload. */
    public JsonList ofScale(JsonMap workload) {
        var managers = Ownership.decoded(ManagedFields.of(workload));
        var scale = new Managers();
        for (var id : managers.ids()) {
            var owned = managers.get(id);
            var path = owned == null ? null : replicas.get(owned.apiVersion());
            if (owned != null && path != null && owned.fields().has(path)) {
                scale.put(id, new Owned(FieldSet.of(IN_SCALE), SCALE_VERSION));
                scale.touch(id, managers.time(id));
            }
        }
        return scale.encode();
    }

    /** The workload with what was noted in the managed fields of its scale. */
    public JsonMap written(JsonMap workload, String apiVersion, JsonMap scale) {
        var managers = Ownership.decoded(ManagedFields.of(workload));
        var scaled = Ownership.decoded(ManagedFields.of(scale));
        var result = new Managers();
        for (var id : managers.ids()) {
            var owned = managers.get(id);
            var path = owned == null ? null : replicas.get(owned.apiVersion());
            if (owned == null || path == null) {
                continue;
            }
            boolean lost = owned.fields().has(path) && scaled.get(id) == null;
            result.put(id, lost ? owned.with(owned.fields().difference(FieldSet.of(path))) : owned);
            result.touch(id, managers.time(id));
            if (owned.fields().has(path)) {
                scaled.remove(id);
            }
        }
        for (var id : scaled.ids()) {
            if (scaled.fieldsOf(id).has(IN_SCALE)) {
                add(result, id, apiVersion, managers);
            }
        }
        return ManagedFields.with(workload, result.encode());
    }

    private void add(Managers result, ManagerId id, String apiVersion, Managers managers) {
        var path = replicas.get(apiVersion);
        if (path != null && !path.isEmpty()) {
            result.put(id, new Owned(FieldSet.of(path), apiVersion));
            result.touch(id, managers.time(id));
        }
    }
}
