package dev.jibe.server.authz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleCoverageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}; {apiGroups: [apps], resources: [pods/log], verbs: [get]};''",
                "{apiGroups: [''], resources: ['*/status'], verbs: [get]}; {apiGroups: [''], resources: [pods/status], verbs: [get]};''",
                "{apiGroups: [''], resources: [pods], verbs: [get]}; {apiGroups: [''], resources: [pods], verbs: [get, list, watch]};"
                        + "'{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"list\" \"watch\"]}'",
                "{apiGroups: [''], resources: [pods], resourceNames: [a], verbs: [get]};"
                        + " {apiGroups: [''], resources: [pods], verbs: [get]};"
                        + "'{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\"]}'",
                "{nonResourceURLs: [/healthz/*], verbs: [get]}; {nonResourceURLs: [/healthz/ping, /metrics], verbs: [get]};"
                        + "'{NonResourceURLs:[\"/metrics\"], Verbs:[\"get\"]}'",
            })
    void whatIsMissing(String held, String wanted, String missing) {
        assertEquals(missing, RuleCoverage.shown(RuleCoverage.missing(rule(held), rule(wanted))));
    }

    private static List<JsonMap> rule(String yaml) {
        return List.of((JsonMap) Yaml.parse(yaml.trim().getBytes(StandardCharsets.UTF_8)));
    }
}
