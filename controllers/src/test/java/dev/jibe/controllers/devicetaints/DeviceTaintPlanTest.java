package dev.jibe.controllers.devicetaints;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTaintPlanTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    NoExecute  | ""                                                          | 1 | ""
                    NoSchedule | ""                                                          | 0 | ""
                    NoExecute  | {'key': 'k', 'operator': 'Exists'}                          | 0 | ""
                    NoExecute  | {'operator': 'Exists'}                                      | 0 | ""
                    NoExecute  | {'key': 'k', 'operator': 'Equal', 'value': 'x'}             | 1 | ""
                    NoExecute  | {'key': 'k', 'operator': 'Equal', 'value': 'v', 'effect': 'NoExecute'} | 0 | ""
                    NoExecute  | {'key': 'k', 'operator': 'Exists', 'tolerationSeconds': 60} | 1 | ""
                    NoExecute  | {'key': 'k', 'operator': 'Exists', 'tolerationSeconds': 90} | 0 | PT30S""")
    void podsLeaveTaintedDevices(String effect, String toleration, int evicted, String recheck) {
        var slice = Fixtures.object(ResourceSlice.KIND, "s", """
                {'spec': {'driver': 'd', 'pool': {'name': 'p'}, 'devices': [{'name': 'x', 'taints': [
                 {'key': 'k', 'value': 'v', 'effect': '%s', 'timeAdded': '2026-05-04T11:59:00Z'}]}]}}""".formatted(effect));
        var claim = Fixtures.object(ResourceClaim.KIND, "c", """
                {'status': {'reservedFor': [{'resource': 'pods', 'name': 'a', 'uid': 'Pod a'}], 'allocation': {'devices':
                 {'results': [{'driver': 'd', 'pool': 'p', 'device': 'x', 'tolerations': [%s]}]}}}}""".formatted(toleration));
        var pod = Fixtures.object(Pod.KIND, "a", "{'status': {'phase': 'Running'}}");
        var plan =
                DeviceTaintPlan.of(new DeviceTaintPlan.Observed(claim, List.of(slice), name -> Optional.of(pod), NOW));
        assertEquals(evicted, plan.evicted().size());
        assertEquals(recheck.isEmpty() ? Optional.empty() : Optional.of(Duration.parse(recheck)), plan.recheck());
    }
}
