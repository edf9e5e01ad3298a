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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'key':'k','effect':'NoExecute'}|{'driver':'d.example.com','pool':'p/q','device':'a'}|
                    {'key':'k','effect':'Other'}|{}|spec.taint.effect: Unsupported value: "Other": supported values: "NoExecute", "NoSchedule", "None"
                    {'key':'k'}|{}|spec.taint.effect: Required value
                    {'key':'k','effect':'None'}|{'driver':''}|spec.deviceSelector.driver: Required value
                    """)
    void aTaintRuleSelectsDevices(String taint, String selector, String expected) {
        assertEquals(
                expected == null ? List.of() : List.of(expected),
                wrong(
                        "devicetaintrules.resource.k8s.io",
                        "{'spec':{'taint':" + taint + ",'deviceSelector':" + selector + "}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    x|''|'hello'|spec.trustBundle: Invalid value: "<value omitted>": at least one trust anchor must be provided
                    a:b|''|''|metadata.name: Invalid value: "a:b": ClusterTrustBundle without signer name must not have ":" in its name
                    x|'example.com/s'|''|metadata.name: Invalid value: "x": ClusterTrustBundle for signerName example.com/s must be named with prefix example.com:s:
                    x|''|'-----BEGIN X-----~AAAA~-----END X-----~'|spec.trustBundle: Invalid value: "<value omitted>": entry 0 has bad block type: X
                    x|''|'-----BEGIN CERTIFICATE-----~A: b~~AAAA~-----END CERTIFICATE-----'|spec.trustBundle: Invalid value: "<value omitted>": entry 0 has PEM block headers
                    x|''|'-----BEGIN CERTIFICATE-----~AAAA~-----END CERTIFICATE-----'|spec.trustBundle: Invalid value: "<value omitted>": entry 0 does not parse as X.509
                    """)
    void aTrustBundleHoldsAnchors(String name, String signer, String anchors, String expected) {
        var bundle = "{'metadata':{'name':'" + name + "'},'spec':{'signerName':" + signer + ",'trustBundle':"
                + anchors.replace("~", "\\n") + "}}";
        assertEquals(
                expected,
                wrong("clustertrustbundles.certificates.k8s.io", bundle).getFirst());
    }

    @Test
    void aMigrationSucceedsOrFailsOnce() {
        var kind = "storageversionmigrations.storagemigration.k8s.io";
        var before = "{'spec':{'resource':{'resource':'r'}},'status':{'resourceVersion':'7','conditions':["
                + condition("Succeeded") + "]}}";
        var after = "{'spec':{'resource':{'resource':'r'}},'status':{'resourceVersion':'8','conditions':["
                + condition("Failed") + "]}}";
        var wrong = Sample.wrongStatus(kind, before, after);
        assertEquals("status.resourceVersion: Invalid value: \"8\": field is immutable", wrong.getFirst());
        assertEquals(2, wrong.size());
        assertEquals(List.of(), Sample.wrongStatus(kind, before, before));
        assertEquals(
                List.of("spec.resource.resource: Required value: resource is required to be set"),
                wrong(kind, "{'spec':{'resource':{'resource':''}}}"));
    }

    private static String condition(String type) {
        return "{'type':'" + type + "','status':'True','reason':'R','message':'','lastTransitionTime':"
                + "'2026-01-01T00:00:00Z'}";
    }
}
