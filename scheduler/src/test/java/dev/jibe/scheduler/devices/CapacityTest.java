package dev.jibe.scheduler.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one is given who asks for so much of a device. */
class CapacityTest {

    private static String share(String policy, String asked) {
        var memory = JsonMap.of("value", "40Gi");
        memory = policy.isEmpty() ? memory : memory.with("requestPolicy", Cluster.json(policy.replace('`', '\'')));
        var requests = asked.isEmpty() ? JsonMap.EMPTY : JsonMap.of("memory", asked);
        return Capacity.share(JsonMap.of("memory", memory), requests)
                .map(share -> String.valueOf(share.get("memory")))
                .orElse("nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|''|40Gi",
                "''|3Gi|3Gi",
                "{`default`:`1Gi`}|''|1Gi",
                "{`default`:`1Gi`}|3Gi|3Gi",
                "{`default`:`1Gi`,`validValues`:[`1Gi`,`5Gi`,`10Gi`]}|''|1Gi",
                "{`default`:`1Gi`,`validValues`:[`1Gi`,`5Gi`,`10Gi`]}|5Gi|5Gi",
                "{`default`:`1Gi`,`validValues`:[`1Gi`,`5Gi`,`10Gi`]}|6Gi|10Gi",
                "{`default`:`1Gi`,`validValues`:[`1Gi`,`5Gi`,`10Gi`]}|11Gi|nothing",
                "{`default`:`2Gi`,`validRange`:{`min`:`2Gi`}}|1Gi|2Gi",
                "{`default`:`2Gi`,`validRange`:{`min`:`2Gi`}}|2500Mi|2500Mi",
                "{`default`:`2Gi`,`validRange`:{`min`:`2Gi`,`step`:`2Gi`,`max`:`8Gi`}}|5Gi|6Gi",
                "{`default`:`2Gi`,`validRange`:{`min`:`2Gi`,`step`:`2Gi`,`max`:`8Gi`}}|8Gi|8Gi",
                "{`default`:`2Gi`,`validRange`:{`min`:`2Gi`,`step`:`2Gi`,`max`:`8Gi`}}|9Gi|nothing",
                "{`default`:`2Gi`,`validRange`:{`min`:`2Gi`,`max`:`8Gi`}}|9Gi|nothing"
            })
    void thePolicyOfTheDeviceRaisesWhatIsAskedFor(String policy, String asked, String given) {
        assertEquals(given, share(policy, asked));
    }

    @Test
    void whatADeviceDoesNotHaveItCannotGive() {
        var asked = JsonMap.of("cores", "1");
        assertTrue(Capacity.share(JsonMap.EMPTY, asked).isEmpty());
    }
}
