package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Sample.wrong;
import static dev.jibe.server.registry.validation.Sample.wrongChange;
import static dev.jibe.server.registry.validation.Sample.wrongStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Candidates for leases, and what servers say about how they store objects. */
class MachineryRulesTest {

    private static final String CANDIDATES = "leasecandidates.coordination.k8s.io";
    private static final String VERSIONS = "storageversions.internal.apiserver.k8s.io";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    'leaseName':'l','binaryVersion':'1.36.0','emulationVersion':'1.35.0','strategy':'OldestEmulationVersion'|
                    'leaseName':'l','binaryVersion':'1.36.0','strategy':'example.com/own'|
                    'binaryVersion':'1.36.0','emulationVersion':'1.36.0','strategy':'OldestEmulationVersion'|spec.leaseName: Required value
                    'leaseName':'l','binaryVersion':'1.34.0','emulationVersion':'1.35.0','strategy':'OldestEmulationVersion'|spec.binaryVersion: Invalid value: "1.34.0": must be greater than or equal to `emulationVersion`
                    'leaseName':'l','binaryVersion':'1.36','emulationVersion':'0.1.0','strategy':'OldestEmulationVersion'|spec.binaryVersion: Invalid value: "1.36": must be a valid semantic version;spec.binaryVersion: Invalid value: "1.36": must be greater than or equal to `emulationVersion`
                    'leaseName':'l','binaryVersion':'1.36.0','strategy':'OldestEmulationVersion'|spec.emulationVersion: Required value: must be specified when `strategy` is 'OldestEmulationVersion'
                    'leaseName':'l','binaryVersion':'1.36.0','strategy':'Newest'|spec.strategy.strategy: Unsupported value: "Newest": supported values: "OldestEmulationVersion"
                    """)
    void candidates(String spec, String expected) {
        assertEquals(
                expected == null ? List.of() : List.of(expected.split(";", -1)),
                wrong(CANDIDATES, "{'spec':{" + spec + "}}"));
    }

    @Test
    void aCandidateStaysOneForItsLease() {
        var spec = "'binaryVersion':'1.36.0','strategy':'example.com/own'";
        assertEquals(
                List.of("spec.leaseName: Invalid value: \"b\": field is immutable"),
                wrongChange(
                        CANDIDATES,
                        "{'spec':{'leaseName':'a'," + spec + "}}",
                        "{'spec':{'leaseName':'b'," + spec + "}}"));
    }

    @Test
    void namesOfVersionsAreThoseOfResources() {
        assertEquals(List.of(), wrong(VERSIONS, "{'metadata':{'name':'apps.deployments'},'spec':{}}"));
        assertEquals(
                List.of("metadata.name: Invalid value: \"pods\": name must be in the form of <group>.<resource>"),
                wrong(VERSIONS, "{'metadata':{'name':'pods'},'spec':{}}"));
    }

    private static String said(String server, String encoding, String decodable) {
        return "{'apiServerID':'" + server + "','encodingVersion':'" + encoding + "','decodableVersions':[" + decodable
                + "]}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    'v1'|'commonEncodingVersion':'v1',|
                    'v1'||status.commonEncodingVersion: Invalid value: null: the common encoding version is v1
                    'v1'|'commonEncodingVersion':'v2',|status.commonEncodingVersion: Invalid value: "v2": the actual common encoding version is v1
                    'v2'|'commonEncodingVersion':'v1',|status.storageVersions[0].decodableVersions: Invalid value: ["v2"]: decodableVersions must include encodingVersion v1
                    """)
    void serversAgreeOrNot(String decodable, String common, String expected) {
        var before = "{'metadata':{'name':'a.b'},'spec':{}}";
        var after = "{'metadata':{'name':'a.b'},'spec':{},'status':{" + (common == null ? "" : common)
                + "'storageVersions':[" + said("s", "v1", decodable) + "]}}";
        assertEquals(expected == null ? List.of() : List.of(expected), wrongStatus(VERSIONS, before, after));
    }
}
