package dev.jibe.controllers.devicetaints;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.resource.v1beta2.DeviceTaintRule;
import dev.jibe.object.api.v1.Pod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleStatusPlanTest {

    private static String condition(String effect, int pods, int evicted) {
        var rule = Fixtures.object(
                DeviceTaintRule.KIND,
                "r",
                "{'metadata': {'generation': 3}, 'spec': {'deviceSelector': {'driver': 'd', 'device': 'a'},"
                        + " 'taint': {'key': 'k', 'effect': '" + effect + "'}}}");
        var slice = Fixtures.object(
                ResourceSlice.KIND,
                "s",
                "{'spec': {'driver': 'd', 'pool': {'name': 'p'}, 'devices': [{'name': 'a'}, {'name': 'b'}]}}");
        var claim = Fixtures.object(
                ResourceClaim.KIND,
                "c",
                "{'status': {'allocation': {'devices': {'results': [{'driver': 'd', 'pool': 'p', 'device': 'a'},"
                        + " {'driver': 'd', 'pool': 'p', 'device': 'b'}]}}}}");
        var pending = List.of(
                        Fixtures.object(Pod.KIND, "x", "{}"),
                        Fixtures.object(Pod.KIND, "y", "{'metadata': {'namespace': 'other'}}"))
                .subList(0, pods);
        var condition =
                RuleStatusPlan.of(new RuleStatusPlan.Observed(rule, List.of(slice), List.of(claim), pending, evicted));
        assertEquals(3, condition.number("observedGeneration"));
        return condition.string("status") + " " + condition.string("reason") + " " + condition.string("message");
    }

    @ParameterizedTest
    @CsvSource({
        "NoExecute, 0, 0, 'False NotStarted '",
        "NoExecute, 1, 0, True PodsPendingEviction 1 pod needs to be evicted in 1 namespace.",
        "NoExecute, 2, 1, True PodsPendingEviction 2 pods need to be evicted in 2 different namespaces."
                + " 1 pod evicted since starting the controller.",
        "NoExecute, 0, 2, False Completed 2 pods evicted since starting the controller.",
        "NoSchedule, 0, 0, False OtherEffect Eviction only happens for the NoExecute effect."
    })
    void itSaysWhoHasToLeave(String effect, int pods, int evicted, String expected) {
        assertEquals(expected, condition(effect, pods, evicted));
    }

    @Test
    void withoutAnEffectItSaysWhatWouldBe() {
        assertEquals(
                "False NoEffect 1 published device selected. 1 allocated device selected. 0 pods would be evicted in"
                        + " 0 different namespaces if the effect was NoExecute. This information will not be updated"
                        + " again. Recreate the DeviceTaintRule to trigger an update.",
                condition("None", 0, 0));
    }
}
