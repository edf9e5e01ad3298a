package dev.jibe.server.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FeatureGatesTest {

    private static final String SETTABLE = "MaxUnavailableStatefulSet";

    @Test
    void featuresAreOnAndOffAsUpstreamHasThemByDefault() {
        assertTrue(FeatureGates.DEFAULT.enabled("WatchList"));
        assertFalse(FeatureGates.DEFAULT.enabled(SETTABLE));
        assertThrows(AssertionError.class, () -> FeatureGates.DEFAULT.enabled("Nonsense"));
    }

    @Test
    void theLastValueWins() {
        assertTrue(FeatureGates.parse(List.of(SETTABLE + "=false", SETTABLE + "=True,,"))
                .enabled(SETTABLE));
        assertFalse(FeatureGates.parse(List.of("kube:" + SETTABLE + "=1, kube:" + SETTABLE + " = 0"))
                .enabled(SETTABLE));
    }

    @Test
    void wholeStagesAreTurnedOnAsFarAsTheyAreThere() {
        var beta = FeatureGates.parse(List.of("AllBeta=true"));
        assertTrue(beta.enabled(SETTABLE));
        assertFalse(beta.enabled("SELinuxMount"));
        assertFalse(FeatureGates.parse(List.of("AllBeta=true," + SETTABLE + "=false"))
                .enabled(SETTABLE));
        assertFalse(FeatureGates.parse(List.of("AllAlpha=true,AllAlpha=false")).enabled("CSIVolumeHealth"));
    }

    @ParameterizedTest
    @CsvSource({
        "Nonsense=true, unrecognized feature gate: Nonsense",
        "WatchList, missing bool value for WatchList",
        "'WatchList=maybe', 'invalid value of WatchList=maybe, err: strconv.ParseBool: parsing \"maybe\": invalid syntax'",
        "SidecarContainers=false, 'cannot set feature gate SidecarContainers to false, feature is locked to true'",
        "SELinuxMount=true, SELinuxMount=true is not supported: the feature is not there yet",
        "WindowsGracefulNodeShutdown=true, WindowsGracefulNodeShutdown=true is not supported: the feature is not there yet",
        "WatchList=false, WatchList=false is not supported: the feature cannot be turned off",
        "other:WatchList=true, component not registered: other",
        "'kube:WatchList=true,OpenAPIEnums=true',"
                + " 'set kube feature gates with default empty prefix or kube: prefix consistently, do not mix use'",
        "AllBeta=false,"
                + " 'AllBeta=false is not supported: features such as AllowParsingUserUIDFromCertAuth cannot be turned off'"
    })
    void whatCannotBeHadIsRefused(String flag, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> FeatureGates.parse(List.of(flag)))
                        .getMessage());
    }

    @Test
    void onlyWhatIsThereIsReported() {
        var reported = new HashMap<String, String>();
        FeatureGates.parse(List.of(SETTABLE + "=true"))
                .report((name, stage, on) -> reported.put(name, stage + ":" + on));
        assertEquals("BETA:true", reported.get(SETTABLE));
        assertEquals("BETA:false", reported.get("SELinuxMount"));
        assertEquals(":true", reported.get("SidecarContainers"));
        assertEquals("ALPHA:false", reported.get("AllAlpha"));
        assertNull(reported.get("WindowsGracefulNodeShutdown"));
    }
}
