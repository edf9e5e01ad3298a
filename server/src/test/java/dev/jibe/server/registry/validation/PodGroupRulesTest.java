package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Sample.wrong;
import static dev.jibe.server.registry.validation.Sample.wrongChange;
import static dev.jibe.server.registry.validation.Sample.wrongStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.kinds.Strategies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups of pods, workloads, and requests for the status of pools. */
class PodGroupRulesTest {

    private static final String GROUPS = "podgroups.scheduling.k8s.io";
    private static final String WORKLOADS = "workloads.scheduling.k8s.io";
    private static final String REQUESTS = "resourcepoolstatusrequests.resource.k8s.io";
    private static final String GANG = "'schedulingPolicy':{'gang':{'minCount':2}}";

    private static List<String> list(String expected) {
        return expected == null ? List.of() : List.of(expected.split(";", -1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'gang':{'minCount':1}}|
                    {'basic':{}}|
                    {}|spec.schedulingPolicy: Invalid value: "": must specify one of: `basic`, `gang`
                    {'basic':{},'gang':{'minCount':1}}|spec.schedulingPolicy: Invalid value: "{basic, gang}": must specify exactly one of: `basic`, `gang`
                    {'gang':{}}|spec.schedulingPolicy.gang.minCount: Required value
                    {'gang':{'minCount':-1}}|spec.schedulingPolicy.gang.minCount: Invalid value: -1: must be greater than or equal to 1
                    """)
    void policies(String policy, String expected) {
        assertEquals(list(expected), wrong(GROUPS, "{'spec':{'schedulingPolicy':" + policy + "}}"));
    }

    @Test
    void nothingOfAGroupChanges() {
        var before = "{'spec':{" + GANG + "}}";
        assertEquals(
                List.of(
                        "spec.podGroupTemplateRef: Invalid value: null: field is immutable",
                        "spec.schedulingPolicy: Invalid value: null: field is immutable",
                        "spec.disruptionMode: Forbidden"),
                wrongChange(
                        GROUPS,
                        before,
                        "{'spec':{'podGroupTemplateRef':{'workload':{'workloadName':'w','podGroupTemplateName':'t'}},"
                                + "'schedulingPolicy':{'basic':{}},'disruptionMode':'PodGroup'}}"));
        assertEquals(List.of(), wrongChange(GROUPS, before, "{'metadata':{'labels':{'a':'b'}},'spec':{" + GANG + "}}"));
    }

    @Test
    void statusesAreAboutClaimsOfTheGroup() {
        assertEquals(
                List.of("status.resourceClaimStatuses[0].name: Invalid value: \"a\": must match the name of an entry in"
                        + " `spec.resourceClaims`"),
                wrongStatus(
                        GROUPS,
                        "{'spec':{" + GANG + "}}",
                        "{'spec':{" + GANG + "},'status':{'resourceClaimStatuses':[{'name':'a'}]}}"));
    }

    @Test
    void withoutTheFeatureNothingIsSaidOfClaims() {
        var group = Sample.object(GROUPS, "{'spec':{" + GANG + "}}");
        var said = Sample.object(GROUPS, "{'spec':{" + GANG + "},'status':{'resourceClaimStatuses':[{'name':'a'}]}}");
        var strategy = Strategies.of(Sample.resource(GROUPS), FeatureGates.DEFAULT);
        assertFalse(strategy.prepareForStatusUpdate(said, group).map("status").has("resourceClaimStatuses"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    []|spec.podGroupTemplates: Required value
                    [{'name':'',GANG}]|spec.podGroupTemplates[0].name: Required value
                    [{'name':'a.b',GANG}]|spec.podGroupTemplates[0].name: Invalid value: "a.b": must not contain dots
                    [{'name':'t',GANG},{'name':'t',GANG}]|spec.podGroupTemplates[1]: Duplicate value: {"name":"t","schedulingPolicy":{"gang":{"minCount":2}},"schedulingConstraints":null}
                    [{'name':'t',GANG,'schedulingConstraints':{'topology':[{'key':'a'},{'key':'b'}]}}]|spec.podGroupTemplates[0].schedulingConstraints.topology: Too many: 2: must have at most 1 item
                    [{'name':'t',GANG,'schedulingConstraints':{'topology':[{'key':''}]}}]|spec.podGroupTemplates[0].schedulingConstraints.topology[0].key: Required value
                    """)
    void templates(String templates, String expected) {
        var spec = "{'spec':{'podGroupTemplates':" + templates.replace("GANG", GANG) + "}}";
        assertEquals(list(expected), wrong(WORKLOADS, spec));
    }

    @Test
    void templatesStayAsTheyAre() {
        var before = "{'spec':{'podGroupTemplates':[{'name':'t'," + GANG + "}]}}";
        assertEquals(
                List.of("spec.podGroupTemplates: Invalid value: null: field is immutable"),
                wrongChange(WORKLOADS, before, before.replace("'t'", "'u'")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    'driver':'GPU.example.com'|
                    'limit':1|spec.driver: Required value
                    'driver':'d','limit':1001|spec.limit: Invalid value: 1001: must be less than or equal to 1000
                    'driver':'d','limit':0|spec.limit: Invalid value: 0: must be greater than or equal to 1
                    'driver':'d','poolName':'a//B'|spec.poolName: Invalid value: "a//B": segment 1: must not be empty;spec.poolName: Invalid value: "B": segment 2: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                    """)
    void requests(String spec, String expected) {
        assertEquals(list(expected), wrong(REQUESTS, "{'spec':{" + spec + "}}"));
    }

    @Test
    void aRequestIsAnsweredOnce() {
        var asked = "{'spec':{'driver':'d'}}";
        var answered = "{'spec':{'driver':'d'},'status':{'poolCount':1}}";
        assertEquals(List.of(), wrongStatus(REQUESTS, asked, answered));
        assertEquals(
                List.of(
                        "status: Invalid value: {\"PoolCount\":2,\"Pools\":null,\"Conditions\":null}: field is immutable"),
                wrongStatus(REQUESTS, answered, answered.replace(":1", ":2")));
        assertEquals(
                List.of("spec: Invalid value: null: field is immutable"),
                wrongChange(REQUESTS, asked, asked.replace("'d'", "'e'")));
    }
}
