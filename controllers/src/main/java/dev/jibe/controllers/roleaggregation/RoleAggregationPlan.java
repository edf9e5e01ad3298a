package dev.jibe.controllers.roleaggregation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.rbac.v1.ClusterRole;
import dev.jibe.object.selector.LabelSelector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rules that one aggregated role should have. */
record RoleAggregationPlan(List<Action> actions) {

    /** Everything the controller can do to the world. */
    sealed interface Action {
        /** Give the role these rules. */
        record SetRules(ClusterRole role, JsonList rules) implements Action {}
    }

    /** The role, and all roles that there are. */
    record Observed(ClusterRole role, List<ClusterRole> all) {}

    static RoleAggregationPlan of(Observed observed) {
        var role = observed.role();
        var selectors = role.tree().map("aggregationRule").list("clusterRoleSelectors");
        if (selectors.isEmpty()) {
            return new RoleAggregationPlan(List.of());
        }
        var sorted = observed.all().stream()
                .filter(each -> !each.name().equals(role.name()))
                .sorted(Comparator.comparing(ClusterRole::name))
                .toList();
        var rules = new ArrayList<JsonMap>();
        selectors
                .maps()
                .map(LabelSelector::of)
                .forEach(selector -> sorted.stream()
                        .filter(each ->
                                selector.matches(each.tree().map("metadata").map("labels")))
                        .flatMap(each -> each.tree().list("rules").maps())
                        .filter(rule -> !rules.contains(rule))
                        .forEach(rules::add));
        var wanted = JsonList.copyOf(rules);
        return new RoleAggregationPlan(
                wanted.equals(role.tree().list("rules")) ? List.of() : List.of(new Action.SetRules(role, wanted)));
    }
}
