package dev.jibe.server.admission.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardsTest {

    private static JsonMap json(String quoted) {
        return Json.parseMap(quoted.replace('\'', '"'));
    }

    private static String found(Level level, int minor, JsonMap spec) {
        return Standards.evaluate(new LevelVersion(level, minor), JsonMap.EMPTY, spec).stream()
                .map(Check.Finding::toString)
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'hostPID':true,'hostIPC':true}                 | host namespaces (hostPID=true, hostIPC=true)
            {'containers':[{'name':'a','securityContext':{'privileged':true}},{'name':'b','securityContext':{'privileged':true}}]} | privileged (containers "a", "b" must not set securityContext.privileged=true)
            {'containers':[{'name':'a','ports':[{'hostPort':80},{'hostPort':443}]}]} | hostPorts (container "a" uses hostPorts 443, 80)
            {'volumes':[{'name':'v','hostPath':{'path':'/'}}]} | hostPath volumes (volume "v")
            {'containers':[{'name':'a','securityContext':{'capabilities':{'add':['SYS_ADMIN','CHOWN']}}}]} | non-default capabilities (container "a" must not include "SYS_ADMIN" in securityContext.capabilities.add)
            {'securityContext':{'sysctls':[{'name':'kernel.msgmax'},{'name':'net.ipv4.tcp_rmem'}]}} | forbidden sysctls (kernel.msgmax)
            {'securityContext':{'seccompProfile':{'type':'Unconfined'}},'containers':[{'name':'a'}]} | seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")
            {'containers':[{'name':'a','securityContext':{'procMount':'Unmasked'}}]} | procMount (container "a" must not set securityContext.procMount to "Unmasked")
            """)
    void baseline(String spec, String finding) {
        assertEquals(finding, found(Level.BASELINE, LevelVersion.LATEST, json(spec)));
    }

    @Test
    void baselineAllowsWhatItDoesNotKnow() {
        assertEquals("", found(Level.BASELINE, LevelVersion.LATEST, json("{'containers':[{'name':'a'}]}")));
        assertEquals("", found(Level.PRIVILEGED, LevelVersion.LATEST, json("{'hostPID':true}")));
    }

    @Test
    void restrictedReplacesWhatItIsStricterAbout() {
        assertEquals(
                "allowPrivilegeEscalation != false (container \"a\" must set"
                        + " securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"a\" must"
                        + " set securityContext.capabilities.drop=[\"ALL\"]), restricted volume types (volume \"v\" uses"
                        + " restricted volume type \"hostPath\"), runAsNonRoot != true (pod or container \"a\" must set"
                        + " securityContext.runAsNonRoot=true), seccompProfile (pod or container \"a\" must set"
                        + " securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")",
                found(
                        Level.RESTRICTED,
                        LevelVersion.LATEST,
                        json("{'containers':[{'name':'a'}],'volumes':[{'name':'v','hostPath':{'path':'/'}}]}")));
    }

    @Test
    void versionsKnowWhatTheyKnew() {
        var spec = json("{'containers':[{'name':'a','livenessProbe':{'httpGet':{'host':'h'}}}]}");
        assertEquals("", found(Level.BASELINE, 33, spec));
        assertEquals(
                "probe or lifecycle host (container \"a\" uses probe or lifecycle host \"h\")",
                found(Level.BASELINE, 34, spec));
        var windows = json(
                "{'os':{'name':'windows'},'securityContext':{'runAsNonRoot':true}," + "'containers':[{'name':'a'}]}");
        assertEquals("", found(Level.RESTRICTED, LevelVersion.LATEST, windows));
        assertEquals("", found(Level.RESTRICTED, 7, json("{'securityContext':{'runAsNonRoot':true}}")));
    }

    @Test
    void ownUsersMayBeRoot() {
        var spec = json("{'hostUsers':false,'securityContext':{'runAsUser':0,'seccompProfile':{'type':'Localhost'}},"
                + "'containers':[{'name':'a','securityContext':{'allowPrivilegeEscalation':false,"
                + "'capabilities':{'drop':['ALL']}}}]}");
        assertEquals("", found(Level.RESTRICTED, LevelVersion.LATEST, spec));
        assertEquals(
                "runAsNonRoot != true (pod or container \"a\" must set securityContext.runAsNonRoot=true), runAsUser=0 (pod"
                        + " must not set runAsUser=0)",
                found(Level.RESTRICTED, 34, spec));
    }

    @Test
    void readsLabels() {
        var labels = json("{'pod-security.kubernetes.io/enforce':'restricted',"
                + "'pod-security.kubernetes.io/enforce-version':'v1.20','pod-security.kubernetes.io/audit':'odd'}");
        var policy = NamespacePolicy.of(labels, NamespacePolicy.PRIVILEGED);
        assertEquals("restricted:v1.20", policy.enforce().toString());
        assertEquals("restricted:v1.20", policy.warn().toString());
        assertEquals("privileged:latest", policy.audit().toString());
        assertEquals(
                "[metadata.labels[pod-security.kubernetes.io/audit]: Invalid value: \"odd\": must be one of privileged,"
                        + " baseline, restricted]",
                policy.errors().toString());
    }
}
