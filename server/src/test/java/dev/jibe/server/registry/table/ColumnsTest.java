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
