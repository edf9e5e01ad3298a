package dev.jibe.server.registry.versions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.typing.Conform;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.Resources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionalApisTest {

    private static final FeatureGates FEATURES =
            FeatureGates.parse(List.of("ClusterTrustBundle=true,StorageVersionMigrator=true"));

    private static Resources with(String... pairs) {
        return Resources.builtin(Schema.builtin())
                .withOptional(Schema.builtin(), FEATURES, RuntimeConfig.parse(List.of(pairs)));
    }

    private static JsonMap yaml(String text) {
        return (JsonMap) Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothingIsServedThatWasNotAskedFor() {
        assertNull(with().find("resource.k8s.io", "v1beta2", "deviceclasses"));
        assertEquals(
                with().all().size() + 5,
                with("resource.k8s.io/v1beta2=true").all().size());
    }

    @Test
    void kindsThatAreInNoUsualVersionNeedTheirFeatureAsWell() {
        var on = with("api/beta=true");
        assertNotNull(on.find("certificates.k8s.io", "v1beta1", "clustertrustbundles"));
        assertNull(on.find("certificates.k8s.io", "v1alpha1", "clustertrustbundles"));
        var both = with("certificates.k8s.io/v1alpha1=true");
        assertEquals(
                "clustertrustbundles.certificates.k8s.io",
                both.get("certificates.k8s.io/v1alpha1", "clustertrustbundles").bucket());
        var off = Resources.builtin(Schema.builtin())
                .withOptional(Schema.builtin(), FeatureGates.DEFAULT, RuntimeConfig.parse(List.of("api/all")));
        assertNull(off.find("certificates.k8s.io", "v1beta1", "clustertrustbundles"));
    }

    @Test
    void everyKindThatThereIsCanBeServed() {
        var schema = Schema.builtin();
        var on = FeatureGates.parse(List.of("AllAlpha=true,AllBeta=true"));
        var served = Resources.builtin(schema).withOptional(schema, on, RuntimeConfig.parse(List.of("api/all")));
        schema.resources()
                .forEach(info ->
                        assertNotNull(served.find(info.group(), info.version(), info.plural()), info::toString));
    }

    @Test
    void theMoreExactSettingWins() {
        var resources = with("api/all=true", "api/alpha=false", "networking.k8s.io/v1beta1/servicecidrs=false");
        assertNull(resources.find("admissionregistration.k8s.io", "v1alpha1", "mutatingadmissionpolicies"));
        assertNotNull(resources.find("admissionregistration.k8s.io", "v1beta1", "mutatingadmissionpolicies"));
        assertNull(resources.find("networking.k8s.io", "v1beta1", "servicecidrs"));
        assertNotNull(resources.find("networking.k8s.io", "v1beta1", "ipaddresses"));
    }

    @ParameterizedTest
    @CsvSource({
        "apps/v1=maybe, 'invalid value apps/v1=maybe: true or false is expected'",
        "apps/v7=true, group version apps/v7 has not been registered",
        "apps/v1=false, 'apps/v1 cannot be turned off: the cluster itself needs it'"
    })
    void whatCannotBeHadIsRefused(String pair, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> with(pair)).getMessage());
    }

    @Test
    void claimsOfTheFirstBetaAreKeptInTheCurrentShape() {
        var beta = with("resource.k8s.io/v1beta1=true").get("resource.k8s.io/v1beta1", "resourceclaims");
        var object = Conform.conform(yaml("""
                apiVersion: resource.k8s.io/v1beta1
                kind: ResourceClaim
                metadata: {name: claim}
                spec:
                  devices:
                    requests:
                    - {name: one, deviceClassName: gpu}
                    - {name: any, firstAvailable: [{name: big, deviceClassName: gpu}]}
                """), beta.type()).object();
        var filled = beta.defaulted(object);
        var requests = filled.map("spec").map("devices").list("requests");
        assertEquals(yaml("{name: one, deviceClassName: gpu, allocationMode: ExactCount, count: 1}"), requests.get(0));
        var stored = beta.storage().toStorage(filled);
        assertEquals("resource.k8s.io/v1", stored.string("apiVersion"));
        assertEquals(
                yaml("{name: one, exactly: {deviceClassName: gpu, allocationMode: ExactCount, count: 1}}"),
                stored.map("spec").map("devices").list("requests").get(0));
        assertEquals(filled, beta.storage().fromStorage(stored));
    }

    @Test
    void devicesOfTheFirstBetaHaveTheirPartsUnderBasic() {
        var beta = with("resource.k8s.io/v1beta1=true").get("resource.k8s.io/v1beta1", "resourceslices");
        var slice = Conform.conform(yaml("""
                apiVersion: resource.k8s.io/v1beta1
                kind: ResourceSlice
                metadata: {name: slice}
                spec: {driver: d, devices: [{name: a, basic: {attributes: {model: {string: x}}}}]}
                """), beta.type()).object();
        var stored = beta.storage().toStorage(slice);
        assertEquals(
                yaml("{name: a, attributes: {model: {string: x}}}"),
                stored.map("spec").list("devices").get(0));
        assertEquals(slice, beta.storage().fromStorage(stored));
    }

    @Test
    void clientsAreWarnedAsUpstreamWarnsThem() {
        var all = with("api/all=true");
        assertEquals(
                List.of("resource.k8s.io/v1beta1 DeviceClass is deprecated in v1.35+, unavailable in v1.38+"),
                all.get("resource.k8s.io/v1beta1", "deviceclasses").warnings());
        assertEquals(
                List.of("storage.k8s.io/v1beta1 VolumeAttributesClass is deprecated in v1.34+, unavailable in v1.37+;"
                        + " use storage.k8s.io/v1 VolumeAttributesClass"),
                all.get("storage.k8s.io/v1beta1", "volumeattributesclasses").warnings());
        assertEquals(
                List.of(),
                all.get("admissionregistration.k8s.io/v1beta1", "mutatingadmissionpolicies")
                        .warnings());
    }
}
