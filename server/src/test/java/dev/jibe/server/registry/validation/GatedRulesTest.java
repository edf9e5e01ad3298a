package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Sample.wrong;
import static dev.jibe.server.registry.validation.Sample.wrongChange;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.server.features.FeatureGates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that depend on features that are off by default. */
class GatedRulesTest {

    private static FeatureGates with(String feature) {
        return FeatureGates.parse(List.of(feature + "=true"));
    }

    private static String scaler(int least) {
        return "{'spec':{'minReplicas':" + least + ",'maxReplicas':3,'scaleTargetRef':{'apiVersion':'apps/v1',"
                + "'kind':'Deployment','name':'d'},'metrics':[{'type':'External','external':{'metric':{'name':'m'},"
                + "'target':{'type':'Value','value':'1'}}}]}}";
    }

    private static List<String> aboutLeast(List<String> wrong) {
        return wrong.stream().filter(it -> it.startsWith("spec.minReplicas")).toList();
    }

    @Test
    void anAutoscalerMayLeaveNothingWhereThatIsOnOrWasSoBefore() {
        var kind = "horizontalpodautoscalers.autoscaling";
        var least = "spec.minReplicas: Invalid value: 0: must be greater than or equal to 1";
        assertEquals(List.of(least), aboutLeast(wrong(kind, scaler(0))));
        assertEquals(List.of(), aboutLeast(wrong(kind, scaler(0), with("HPAScaleToZero"))));
        assertEquals(List.of(), aboutLeast(wrongChange(kind, scaler(0), scaler(0))));
        assertEquals(List.of(least), aboutLeast(wrongChange(kind, scaler(1), scaler(0))));
        assertEquals(
                List.of("spec.minReplicas: Invalid value: -1: must be greater than or equal to 0"),
                aboutLeast(wrong(kind, scaler(-1), with("HPAScaleToZero"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    0|0: cannot be 0
                    -1|-1: must be greater than or equal to 0
                    '120%'|"120%": must not be greater than 100%
                    """)
    void aSetSaysHowManyPodsMayBeUnavailable(String count, String expected) {
        var set = "{'spec':{'serviceName':'s','selector':{'matchLabels':{'a':'b'}},'updateStrategy':{'type':"
                + "'RollingUpdate','rollingUpdate':{'maxUnavailable':" + count + "}},'template':{'metadata':{'labels':"
                + "{'a':'b'}},'spec':{'containers':[{'name':'c','image':'x'}]}}}}";
        assertEquals(
                List.of("spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: " + expected),
                wrong("statefulsets.apps", set, with("MaxUnavailableStatefulSet")));
    }
}
