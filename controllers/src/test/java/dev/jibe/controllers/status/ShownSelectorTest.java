package dev.jibe.controllers.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;

class ShownSelectorTest {

    @Test
    void asGoPrintsIt() {
        var budget = Fixtures.object(PodDisruptionBudget.KIND, "b", """
                {'spec': {'selector': {'matchLabels': {'b': '2', 'a': '1'},
                 'matchExpressions': [{'key': 'k', 'operator': 'In', 'values': ['x', 'y']}]}}}""");
        assertEquals(
                "&LabelSelector{MatchLabels:map[string]string{a: 1,b: 2,},MatchExpressions:[]LabelSelectorRequirement{"
                        + "LabelSelectorRequirement{Key:k,Operator:In,Values:[x y],},},}",
                ShownSelector.of(budget.spec().selector()));
    }
}
