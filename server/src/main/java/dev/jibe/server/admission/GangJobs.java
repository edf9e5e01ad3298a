package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Resources;
import dev.jibe.store.Store;
import java.util.Objects;

/**
 * Keeps the number of pods of a job whose pods are scheduled all or none: the size of their group does not change with it.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/workload-api/">Workload API</a>.
 */
final class GangJobs implements Admission.Validating {

    private static final String GROUP = "scheduling.k8s.io";
    private static final String GROUPS = "podgroups." + GROUP;

    private final Store<JsonMap> store;
    private final Resources resources;

    GangJobs(Store<JsonMap> store, Resources resources) {
        this.store = store;
        this.resources = resources;
    }

    @Override
    public void validate(Attributes attributes) {
        if (!attributes.isUpdate() || !attributes.isOf("batch", "jobs")) {
            return;
        }
        var old = attributes.old();
        var before = old.map("spec").get("parallelism");
        var now = attributes.object().map("spec").get("parallelism");
        if (Objects.equals(before, now) || resources.find(GROUP, "v1alpha2", "podgroups") == null) {
            return;
        }
        var own = old.map("spec").map("template").map("spec").map("schedulingGroup");
        var prefix = attributes.namespace() + "/";
        if (own.has("podGroupName")) {
            var entry = store.latest().get(GROUPS, prefix + own.string("podGroupName"));
            if (entry != null) {
                check(attributes, entry.value());
            }
            return;
        }
        var job = old.map("metadata").string("uid");
        for (var entry : store.latest().range(GROUPS, prefix, null, Integer.MAX_VALUE)) {
            var owners = entry.value().map("metadata").list("ownerReferences");
            if (owners.maps()
                    .anyMatch(it -> it.bool("controller") && it.string("uid").equals(job))) {
                check(attributes, entry.value());
            }
        }
    }

    private static void check(Attributes attributes, JsonMap group) {
        if (group.map("spec").map("schedulingPolicy").has("gang")) {
            throw attributes.forbidden("cannot change parallelism for a Job referencing gang-scheduled PodGroup \""
                    + group.map("metadata").string("name") + "\"");
        }
    }
}
