package dev.jibe.controllers.expansion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionPlanTest {

    @ParameterizedTest
    @CsvSource({"2Gi,1Gi,csi,Normal", "2Gi,1Gi,hostPath,Warning", "1Gi,1Gi,csi,", "1Gi,2Gi,csi,"})
    void saysWhoWillMakeItLarger(String asked, String given, String source, String type) {
        var claim = Fixtures.object(PersistentVolumeClaim.KIND, "c", """
                {'spec': {'resources': {'requests': {'storage': '%s'}}, 'volumeName': 'v'},
                 'status': {'phase': 'Bound', 'capacity': {'storage': '%s'}}}""".formatted(asked, given));
        var volume = Fixtures.object(PersistentVolume.KIND, "v", "{'spec': {'%s': {}}}".formatted(source));
        assertEquals(
                Optional.ofNullable(type),
                ExpansionPlan.of(claim, Optional.of(volume)).map(ExpansionPlan::type));
    }
}
