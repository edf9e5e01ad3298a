package dev.jibe.server.registry.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.Strategy;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kinds make of the objects that they are given. */
class StrategiesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String GENERATION = "deprecated.daemonset.template.generation";

    private static Strategy strategy(String groupResource) {
        var info = Schema.builtin().resources().stream()
                .filter(resource -> resource.groupResource().equals(groupResource))
                .findFirst()
                .orElseThrow();
        return Strategies.of(info, FeatureGates.DEFAULT);
    }

    private static JsonMap map(String quoted) {
        return Json.parseMap(quoted.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pods | {} | {'containerStatuses':[{'volumeMounts':[{'name':'v','volumeStatus':{'image':{}}}]}],'nodeAllocatableResourceClaimStatuses':[{}]} | {'containerStatuses':[{'volumeMounts':[{'name':'v'}]}]}
            pods | {'nodeAllocatableResourceClaimStatuses':[{'a':1}]} | {'nodeAllocatableResourceClaimStatuses':[{}]} | {'nodeAllocatableResourceClaimStatuses':[{}]}
            certificatesigningrequests.certificates.k8s.io | {'conditions':[{'type':'Denied','reason':'A','lastUpdateTime':'t','lastTransitionTime':'t'}]} | {'conditions':[{'type':'Denied','reason':'B'}],'certificate':'Cg=='} | {'conditions':[{'type':'Denied','reason':'A','lastUpdateTime':'t','lastTransitionTime':'t'}],'certificate':'Cg=='}
            """)
    void statusKeepsWhatItsEndpointDoesNotWrite(String resource, String old, String given, String expected) {
        var updated = strategy(resource)
                .prepareForStatusUpdate(JsonMap.of("status", map(given)), JsonMap.of("status", map(old)), NOW);
        assertEquals(map(expected), updated.map("status"));
    }

    @ParameterizedTest
    @CsvSource({"5,5", "007,7", "-3,1", "0,1"})
    void templatesOfADaemonSetAreCountedFromWhatItSays(String given, String counted) {
        var set = JsonMap.of("metadata", JsonMap.of("annotations", JsonMap.of(GENERATION, given)));
        var made = strategy("daemonsets.apps").prepareForCreate(set);
        assertEquals(counted, made.map("metadata").map("annotations").string(GENERATION));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spec.host       | n
            spec.nodeName   | n
            status.podIP    | 10.0.0.1
            status.podIPs   | ''
            """)
    void fieldsOfPodsToSelectBy(String field, String value) {
        var pod = map("{'spec':{'nodeName':'n'},'status':{'podIP':'10.0.0.1','podIPs':[{'ip':'10.0.0.1'}]}}");
        assertEquals(value, strategy("pods").selectableField(pod, field));
    }
}
