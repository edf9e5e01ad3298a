package dev.jibe.controllers.expansion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionPlanTest {

    @ParameterizedTest
    @CsvSource({"2Gi,1Gi,true", "1Gi,1Gi,false", "1Gi,2Gi,false"})
    void waitsForWhatItLacks(String asked, String given, boolean expected) {
        var claim = Fixtures.object(PersistentVolumeClaim.KIND, "c", """
                {'spec': {'resources': {'requests': {'storage': '%s'}}, 'volumeName': 'v'},
                 'status': {'phase': 'Bound', 'capacity': {'storage': '%s'}}}""".formatted(asked, given));
        var volume = Fixtures.object(PersistentVolume.KIND, "v", "{}");
        assertEquals(expected, ExpansionPlan.isDue(claim, Optional.of(volume)));
        assertFalse(ExpansionPlan.isDue(claim, Optional.empty()));
    }
}
