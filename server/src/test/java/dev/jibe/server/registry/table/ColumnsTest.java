package dev.jibe.server.registry.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells of kinds whose columns take more than a field. */
class ColumnsTest {

    private static final Instant NOW = Instant.parse("2024-01-11T00:00:00Z");

    private static JsonMap object(String text) {
        return Json.parseMap(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static ColumnList list(String group, String kind) {
        return new ColumnList(Objects.requireNonNull(Schema.builtin().kind(group, "v1", kind)));
    }

    private static Object cell(ColumnList list, String column, String object) {
        return list.columns().stream()
                .filter(each -> each.definition().string("name").equals(column))
                .findFirst()
                .orElseThrow()
                .cell()
                .apply(object(object), NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'host':'a'}|a
                    {}|*
                    {'host':'a'},{'host':'b'},{'host':'c'},{}|a,b,c + 1 more...
                    {},{'host':'a'},{'host':'b'},{'host':'c'},{'host':'d'}|a,b,c + 2 more...
                    """)
    void hostsAreCountedByRules(String rules, String expected) {
        var ingresses = NetworkColumns.ingresses(list("networking.k8s.io", "Ingress"));
        assertEquals(expected, cell(ingresses, "Hosts", "{'spec':{'rules':[" + rules + "]}}"));
    }

    @Test
    void addressesOfBalancersAreSortedAndUnique() {
        var ingresses = NetworkColumns.ingresses(list("networking.k8s.io", "Ingress"));
        var status = "{'status':{'loadBalancer':{'ingress':[{'ip':'2.0.0.1'},{'hostname':'a'},{'ip':'2.0.0.1'}]}}}";
        assertEquals("2.0.0.1,a", cell(ingresses, "Address", status));
    }

    @ParameterizedTest
    @CsvSource({"Failed, 'Pending,Failed'", "Approved, Approved", "Denied, Denied", "Other, Pending"})
    void requestsShowOneDecision(String type, String expected) {
        var requests = AccessColumns.signingRequests(list("certificates.k8s.io", "CertificateSigningRequest"));
        assertEquals(expected, cell(requests, "Condition", "{'status':{'conditions':[{'type':'" + type + "'}]}}"));
    }

    private static ColumnList listOf(String kind) {
        return switch (kind) {
            case "Endpoints" -> NetworkColumns.endpoints(list("", kind));
            case "EndpointSlice" -> NetworkColumns.endpointSlices(list("discovery.k8s.io", kind));
            case "Ingress" -> NetworkColumns.ingresses(list("networking.k8s.io", kind));
            case "IngressClass" -> NetworkColumns.ingressClasses(list("networking.k8s.io", kind));
            case "NetworkPolicy" -> NetworkColumns.networkPolicies(list("networking.k8s.io", kind));
            case "IPAddress" -> NetworkColumns.addresses(list("networking.k8s.io", kind));
            case "PersistentVolume" -> StorageColumns.volumes(list("", kind));
            case "PersistentVolumeClaim" -> StorageColumns.claims(list("", kind));
            case "StorageClass" -> StorageColumns.classes(list("storage.k8s.io", kind));
            case "Node" -> NodeColumns.nodes(list("", kind));
            case "ResourceClaim" -> ConfigColumns.claims(list("resource.k8s.io", kind));
            case "Job" -> WorkloadColumns.jobs(list("batch", kind));
            case "ValidatingAdmissionPolicyBinding" ->
                AccessColumns.policyBindings(list("admissionregistration.k8s.io", kind));
            case "APIService" -> ApiServiceColumns.services(list("apiregistration.k8s.io", kind));
            default ->
                AutoscalerColumns.autoscalers(
                        new ColumnList(Objects.requireNonNull(Schema.builtin().kind("autoscaling", "v2", kind))));
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    Endpoints|Endpoints|{}|<none>
                    Endpoints|Endpoints|{'subsets':[{'notReadyAddresses':[{'ip':'1.1.1.1'}]}]}|``
                    EndpointSlice|Ports|{'ports':[{'name':''}]}|<unset>
                    EndpointSlice|Ports|{'ports':[{},{'port':1}]}|*,1
                    Ingress|Class|{'metadata':{'annotations':{'kubernetes.io/ingress.class':'old'}}}|<none>
                    IngressClass|Name|{'metadata':{'name':'x','annotations':{'ingressclass.kubernetes.io/is-default-class':'true'}}}|x (default)
                    IngressClass|Parameters|{'spec':{'parameters':{'kind':'K','name':'n','apiGroup':''}}}|K./n
                    NetworkPolicy|Pod-Selector|{'spec':{'podSelector':{'matchLabels':{'x':'y'},'matchExpressions':[{'key':'a','operator':'In','values':['c','b']}]}}}|a in (b,c),x=y
                    IPAddress|ParentRef|{'spec':{'parentRef':{'group':'Ex.com','resource':'Things','name':'N'}}}|things.ex.com/N
                    PersistentVolume|StorageClass|{'metadata':{'annotations':{'volume.beta.kubernetes.io/storage-class':''}},'spec':{'storageClassName':'s'}}|``
                    PersistentVolumeClaim|VolumeAttributesClass|{'spec':{'volumeAttributesClassName':''}}|``
                    StorageClass|Name|{'metadata':{'name':'x','annotations':{'storageclass.beta.kubernetes.io/is-default-class':'true'}}}|x (default)
                    Node|Status|{'status':{'conditions':[{'type':'Ready','status':'True'},{'type':'Ready','status':'False'}]}}|NotReady
                    ResourceClaim|State|{'metadata':{'deletionTimestamp':'2024-01-01T00:00:00Z'}}|deleted
                    ResourceClaim|State|{'status':{'reservedFor':[{'name':'p'}]}}|pending
                    ResourceClaim|State|{'status':{'allocation':{},'reservedFor':[{'name':'p'}]}}|allocated,reserved
                    Job|Status|{'status':{'conditions':[{'type':'Failed','status':'False'},{'type':'Failed','status':'True'}]}}|Running
                    ValidatingAdmissionPolicyBinding|ParamRef|{'spec':{'paramRef':{'name':'p'}}}|*/p
                    ValidatingAdmissionPolicyBinding|ParamRef|{'spec':{'paramRef':{'parameterNotFoundAction':'Deny'}}}|<unset>
                    APIService|Available|{'status':{'conditions':[{'type':'Available','status':'False'}]}}|False
                    HorizontalPodAutoscaler|Targets|{'spec':{'metrics':[{'type':'External','external':{'target':{'value':'3'}}}]},'status':{'currentMetrics':[{'type':'External','external':{'current':{}}}]}}|<nil>/3
                    HorizontalPodAutoscaler|Targets|{'spec':{'metrics':[{'type':'External','external':{'target':{'averageValue':'3'}}}]},'status':{'currentMetrics':[{'type':'External','external':{'current':{}}}]}}|<unknown>/3 (avg)
                    """)
    void cells(String kind, String column, String object, String expected) {
        assertEquals(expected, cell(listOf(kind), column, object));
    }

    @Test
    void aSeriesOfEventsSpeaksForItself() {
        var events = ConfigColumns.events(list("", "Event"));
        var series = "{'count':3,'firstTimestamp':'2024-01-01T00:00:00Z','series':{'count':0}}";
        assertEquals(0L, cell(events, "Count", series));
        assertEquals("<unknown>", cell(events, "Last Seen", series));
        assertEquals("10d", cell(events, "Last Seen", "{'firstTimestamp':'2024-01-01T00:00:00Z'}"));
    }

    @Test
    void aNodeShowsItsArchitectureBesideItsKernel() {
        var nodes = NodeColumns.nodes(list("", "Node"));
        var info = "{'status':{'nodeInfo':{'kernelVersion':'6.1','architecture':'amd64'}}}";
        assertEquals("6.1 (amd64)", cell(nodes, "Kernel-Version", info));
    }
}
