package dev.jibe.controllers.roleaggregation;

import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.rbac.v1.ClusterRole;
import java.util.List;

/** The shell of the cluster role aggregation; its keys are aggregated roles. */
public final class RoleAggregationController {

    private final Resource<ClusterRole> roles;
    private final Informer<ClusterRole> cache;

    private RoleAggregationController(Surroundings surroundings) {
        roles = surroundings.client().of(ClusterRole.KIND);
        cache = surroundings.informer(ClusterRole.KIND);
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new RoleAggregationController(surroundings);
        return surroundings.running(surroundings
                .controller("clusterroleaggregation")
                .mapped(shell.cache, shell::aggregated)
                .start(shell::reconcile));
    }

    /** Any role may be a part of any aggregated one; there are few of those. */
    private List<Key> aggregated(ClusterRole changed) {
        return cache.cache().all().stream()
                .filter(role -> role.tree().has("aggregationRule"))
                .map(role -> Key.cluster(role.name()))
                .toList();
    }

    private Outcome reconcile(Key key, Fence fence) {
        var role = cache.cache().get(key);
        if (role.isPresent()) {
            var plan = RoleAggregationPlan.of(
                    new RoleAggregationPlan.Observed(role.get(), cache.cache().all()));
            for (var action : plan.actions()) {
                switch (action) {
                    case RoleAggregationPlan.Action.SetRules(var named, var rules) ->
                        fence.wrote(cache, roles.patch("", named.name(), new Patch.Merge(JsonMap.of("rules", rules))));
                }
            }
        }
        return Outcome.DONE;
    }
}
