package dev.jibe.scheduler.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.scheduler.SchedulerException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchedulerConfigTest {

    private static final String HEAD = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n";

    private static SchedulerConfig read(String yaml) {
        return SchedulerConfig.of((JsonMap) Yaml.parse((HEAD + yaml).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anEmptyOneIsTheDefault() {
        assertEquals(SchedulerConfig.DEFAULT, read(""));
    }

    @Test
    void readsProfilesPluginsWeightsAndArguments() {
        var config = read("""
                percentageOfNodesToScore: 30
                podMaxBackoffSeconds: 20
                profiles:
                - schedulerName: packer
                  plugins:
                    multiPoint: {disabled: [{name: PodTopologySpread}]}
                    filter: {disabled: [{name: NodePorts}]}
                    score: {disabled: [{name: ImageLocality}], enabled: [{name: NodeResourcesFit, weight: 5}]}
                  pluginConfig:
                  - name: NodeResourcesFit
                    args: {scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 3}]}}
                  - name: InterPodAffinity
                    args: {hardPodAffinityWeight: 7}
                - schedulerName: all
                  percentageOfNodesToScore: 100
                """);
        assertEquals(Duration.ofSeconds(20), config.maxBackoff());
        var packer = config.profiles().getFirst();
        assertEquals("packer", packer.schedulerName());
        assertEquals(30, packer.nodesToScorePercent());
        assertFalse(packer.has(Plugin.POD_TOPOLOGY_SPREAD));
        assertFalse(packer.has(Plugin.NODE_PORTS));
        assertTrue(packer.has(Plugin.NODE_AFFINITY));
        assertEquals(0, packer.weight(Plugin.POD_TOPOLOGY_SPREAD));
        assertEquals(0, packer.weight(Plugin.IMAGE_LOCALITY));
        assertEquals(5, packer.weight(Plugin.NODE_RESOURCES_FIT));
        assertEquals(3, packer.weight(Plugin.TAINT_TOLERATION));
        assertEquals(FitStrategy.Kind.MOST_ALLOCATED, packer.fit().kind());
        assertEquals(new ResourceWeight("cpu", 3), packer.fit().resources().getFirst());
        assertEquals(7, packer.nearness().hardPodAffinityWeight());
        assertEquals(100, config.profiles().getLast().nodesToScorePercent());
    }

    @Test
    void resourcesThatAnExtenderChecksAreNotCheckedHere() {
        var config = read("extenders: [{urlPrefix: http://a, managedResources: [{name: example.com/a,"
                + " ignoredByScheduler: true}, {name: example.com/b}]}]");
        var fit = config.profiles().getFirst().fit();
        assertTrue(fit.ignores("example.com/a"));
        assertFalse(fit.ignores("example.com/b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "profiles: [{plugins: {score: {enabled: [{name: Nope}]}}}] | plugins: Nope is not there",
                "profiles: [{schedulerName: a}, {schedulerName: a}] | profiles: two are named a",
                "extenders: [{urlPrefix: x}] | extenders[0].urlPrefix: Invalid value: \"x\": must be an address like"
                        + " http://127.0.0.1:8888/path, with the verbs too",
                "extenders: [{urlPrefix: 'http://a', filterVerb: 'a b'}] | extenders[0].urlPrefix: Invalid value:"
                        + " \"http://a\": must be an address like http://127.0.0.1:8888/path, with the verbs too",
                "extenders: [{urlPrefix: http://a, prioritizeVerb: p}] | extenders[0].weight: Invalid value: 0: must"
                        + " have a positive weight applied to it",
                "extenders: [{urlPrefix: http://a, bindVerb: b}, {urlPrefix: http://a, bindVerb: b}] | extenders:"
                        + " Invalid value: \"found 2 extenders implementing bind\": only one extender can implement bind",
                "profiles: [{pluginConfig: [{name: DynamicResources, args: {bindingTimeout: 10ms}}]}] | bindingTimeout:"
                        + " Invalid value: \"10ms\": must be at least 1 second",
                "profiles: [{pluginConfig: [{name: DynamicResources, args: {filterTimeout: -1s}}]}] | filterTimeout:"
                        + " Invalid value: \"-1s\": must be zero or positive",
                "podInitialBackoffSeconds: 0 | podInitialBackoffSeconds must be greater than 0, and"
                        + " podMaxBackoffSeconds at least as much",
            })
    void saysWhatIsWrong(String yaml, String message) {
        assertEquals(
                message,
                assertThrows(SchedulerException.class, () -> read(yaml)).getMessage());
    }
}
