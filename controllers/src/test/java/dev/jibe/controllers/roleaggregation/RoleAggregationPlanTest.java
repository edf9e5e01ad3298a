package dev.jibe.controllers.roleaggregation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.rbac.v1.ClusterRole;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoleAggregationPlanTest {

    private static final String PODS = "{'apiGroups': [''], 'resources': ['pods'], 'verbs': ['get']}";
    private static final String NODES = "{'apiGroups': [''], 'resources': ['nodes'], 'verbs': ['get']}";

    private final ClusterRole whole =
            role("whole", "{'aggregationRule': {'clusterRoleSelectors': [{'matchLabels': {'to': 'whole'}}]}}");
    private final ClusterRole first = part("a", PODS);
    private final ClusterRole second = part("b", PODS + "," + NODES);

    private static ClusterRole role(String name, String json) {
        return Fixtures.object(ClusterRole.KIND, name, json);
    }

    private static ClusterRole part(String name, String rules) {
        return role(name, "{'metadata': {'labels': {'to': 'whole'}}, 'rules': [" + rules + "]}");
    }

    private static RoleAggregationPlan.Action.SetRules plan(ClusterRole role, ClusterRole... all) {
        return assertInstanceOf(
                RoleAggregationPlan.Action.SetRules.class,
                RoleAggregationPlan.of(new RoleAggregationPlan.Observed(role, List.of(all)))
                        .actions()
                        .getFirst());
    }

    @Test
    void everyRuleOnceInTheOrderOfNames() {
        var planned = plan(whole, second, whole, first);
        assertEquals(plan(whole, first, second, whole), planned);
        assertEquals(
                List.of("pods", "nodes"),
                planned.rules()
                        .maps()
                        .map(rule -> rule.list("resources").get(0))
                        .toList());
        var done = ClusterRole.KIND.of(whole.tree().with("rules", planned.rules()));
        assertEquals(
                List.of(),
                RoleAggregationPlan.of(new RoleAggregationPlan.Observed(done, List.of(first, second)))
                        .actions());
    }

    @Test
    void otherRolesAreLeft() {
        assertEquals(
                List.of(),
                RoleAggregationPlan.of(new RoleAggregationPlan.Observed(first, List.of(first, second)))
                        .actions());
    }
}
