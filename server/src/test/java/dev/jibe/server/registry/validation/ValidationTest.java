package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Sample.wrong;
import static dev.jibe.server.registry.validation.Sample.wrongChange;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {

    private static String pod(String inContainer, String inSpec) {
        return "{'spec':{'containers':[{'name':'c','image':'x'" + inContainer + "}]" + inSpec + "}}";
    }

    @Test
    void aPlainPodIsValid() {
        assertEquals(List.of(), wrong("pods", pod("", "")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ,'ports':[{'containerPort':80,'name':'Http'}]|spec.containers[0].ports[0].name: Invalid value: "Http": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
                    ,'resources':{'requests':{'cpu':'2'},'limits':{'cpu':'1'}}|spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
                    ,'volumeMounts':[{'name':'v','mountPath':'/v'}]|spec.containers[0].volumeMounts[0].name: Not found: "v"
                    ,'livenessProbe':{'exec':{'command':['a']},'successThreshold':2}|spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1
                    ,'securityContext':{'seccompProfile':{'type':'Localhost'}}|spec.containers[0].securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost
                    ,'env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'spec.host'}}}]|
                    """)
    void containersKeepTheirRules(String inContainer, String expected) {
        assertEquals(expected == null ? List.of() : List.of(expected), wrong("pods", pod(inContainer, "")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ,'volumes':[{'name':'v','hostPath':{'path':'a/../b'}}]|spec.volumes[0].hostPath.path: Invalid value: "a/../b": must not contain '..'
                    ,'tolerations':[{'key':'k','operator':'Near'}]|spec.tolerations[0].operator: Unsupported value: "Near": supported values: "Equal", "Exists"
                    ,'os':{'name':'windows'},'hostPID':true|spec.hostPID: Forbidden: cannot be set for a windows pod
                    ,'hostAliases':[{'ip':'1.2.3','hostnames':['a']}]|spec.hostAliases[0].ip: Invalid value: "1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                    ,'initContainers':[{'name':'d','image':'x','resizePolicy':[{'resourceName':'cpu','restartPolicy':'RestartContainer'}]}]|spec.initContainers[0].resizePolicy[0].restartPolicy: Invalid value: "RestartContainer": must not be set to 'RestartContainer' for non-sidecar initContainers
                    ,'securityContext':{'seLinuxChangePolicy':'MountOption'}|spec.securityContext.seLinuxChangePolicy: Unsupported value: "MountOption": supported values: "Recursive"
                    ,'hostNetwork':true,'hostnameOverride':'h','subdomain':'s'|spec.hostnameOverride: Forbidden: may not be specified when hostNetwork is true
                    ,'volumes':[{'name':'v','ephemeral':{'volumeClaimTemplate':{'metadata':{'uid':'u'},'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1'}}}}}}]|spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.uID: Forbidden: cannot be set
                    ,'initContainers':[{'name':'c','image':'x'}]|spec.initContainers[0].name: Duplicate value: "c"
                    """)
    void podsKeepTheirRules(String inSpec, String expected) {
        assertEquals(List.of(expected), wrong("pods", pod("", inSpec)));
    }

    @Test
    void portsOfTheHostAreNotLookedAtInContainersThatStartFirst() {
        var init = ",'hostNetwork':true,'initContainers':[{'name':'i','image':'x','ports':[{'containerPort':80,"
                + "'hostPort':81}]}]";
        assertEquals(List.of(), wrong("pods", pod("", init)));
    }

    @Test
    void theZeroOfTimesIsATime() {
        var dated = "{'metadata':{'deletionTimestamp':'0001-01-01T00:00:00Z'}}";
        assertEquals(
                List.of("metadata.deletionTimestamp: Invalid value: null: field is immutable"),
                wrongChange("configmaps", "{}", dated).stream().distinct().toList());
    }

    @Test
    void onlyTheImageOfARunningPodMayChange() {
        assertEquals(List.of(), wrongChange("pods", pod("", ""), pod("", "").replace("'x'", "'y'")));
        var wrong = wrongChange("pods", pod("", ""), pod(",'command':['sh']", ""));
        assertEquals(1, wrong.size());
        assertTrue(wrong.getFirst().startsWith("spec: Forbidden: pod updates may not change fields other than "));
        assertTrue(wrong.getFirst().contains("""
                -   "Command": null,
                +   "Command": [
                +    "sh"
                +   ],
                    "Args": null,
                """));
    }

    @Test
    void aDeploymentSelectsItsOwnPods() {
        var deployment = "{'spec':{'selector':{'matchLabels':{'a':'%s'}},'template':{'metadata':{'labels':{'a':'b'}},"
                + "'spec':{'containers':[{'name':'c','image':'x'}]}}}}";
        assertEquals(List.of(), wrong("deployments.apps", deployment.formatted("b")));
        assertEquals(
                List.of(
                        "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match template"
                                + " `labels`",
                        "spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"z\"}}: field is immutable"),
                wrongChange("deployments.apps", deployment.formatted("b"), deployment.formatted("z")));
    }

    @Test
    void metadataIsLookedAtOnceMoreByEachKind() {
        var labelled = "{'metadata':{'labels':{'a b':'c'}}}";
        assertEquals(1, wrong("configmaps", labelled).size());
        assertEquals(4, wrongChange("configmaps", "{}", labelled).size());
        // Budgets do not look at their metadata themselves.
        assertEquals(
                2, wrongChange("poddisruptionbudgets.policy", "{}", labelled).size());
    }

    @Test
    void anImmutableConfigMapStays() {
        assertEquals(
                List.of("data: Forbidden: field is immutable when `immutable` is set"),
                wrongChange(
                        "configmaps", "{'immutable':true,'data':{'a':'1'}}", "{'immutable':true,'data':{'a':'2'}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    deployments.apps|{'spec':{'selector':{'matchLabels':{'a':'-b'}},'template':{'metadata':{'labels':{'a':'-b'}},'spec':{'containers':[{'name':'c','image':'x'}]}}}}|spec.selector: Invalid value: {"matchLabels":{"a":"-b"}}: invalid label selector
                    horizontalpodautoscalers.autoscaling|{'spec':{'maxReplicas':1,'scaleTargetRef':{'kind':'D','name':'d','apiVersion':'v1'}}}|spec.scaleTargetRef.apiVersion: Invalid value: "v1": apiVersion must specify API group
                    horizontalpodautoscalers.autoscaling|{'spec':{'maxReplicas':3,'minReplicas':0,'scaleTargetRef':{'kind':'D','name':'d','apiVersion':'apps/v1'}}}|spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas
                    nodes|{'spec':{'podCIDRs':['10.0.0.0/24','x']}}|spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[1]: <nil> (invalid CIDR address: x)
                    resourceslices.resource.k8s.io|{'spec':{'driver':'d','nodeName':'n','pool':{'name':'p','resourceSliceCount':1},'devices':[{'name':'a','bindingConditions':['x']}]}}|spec.devices[0].bindingFailureConditions: Invalid value: null: bindingFailureConditions are required to use bindingConditions
                    resourceslices.resource.k8s.io|{'spec':{'driver':'d','nodeName':'n','pool':{'name':'p','resourceSliceCount':1},'devices':[{'name':'a','nodeName':'n'}]}}|spec.devices[0]: Invalid value: null: `nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec
                    resourceclaims.resource.k8s.io|{'spec':{'devices':{'requests':[{'name':'r','exactly':{'deviceClassName':'c'}}],'constraints':[{}]}}}|spec.devices.constraints[0]: Required value: exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set
                    storageclasses.storage.k8s.io|{'provisioner':'p','allowedTopologies':[{}]}|allowedTopologies[0].matchLabelExpressions: Duplicate value: ""
                    persistentvolumeclaims|{'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1'}},'dataSource':{'kind':'PersistentVolumeClaim','name':'a'},'dataSourceRef':{'kind':'PersistentVolumeClaim','name':'a','namespace':'n'}}}|spec: Invalid value: {}: may not be specified when dataSourceRef.namespace is specified
                    resourcequotas|{'spec':{'hard':{'services':'1'},'scopes':['NotTerminating']}}|spec.scopes: Invalid value: ["NotTerminating"]: unsupported scope applied to resource
                    """)
    void kindsKeepTheirRules(String kind, String object, String expected) {
        assertTrue(
                wrong(kind, object).contains(expected),
                () -> wrong(kind, object).toString());
    }

    @Test
    void aVolumeThatIsAnImageIsPulledAsContainersAre() {
        assertEquals(List.of(), wrong("pods", pod("", ",'volumes':[{'name':'v','image':{'reference':'a/b:1'}}]")));
    }

    @Test
    void whatPodsCannotAskForAsAWholeTheyDoNotAskForByTheirLimits() {
        assertEquals(
                List.of("spec.resources.limits[ephemeral-storage]: Unsupported value: \"ephemeral-storage\": supported"
                        + " values: \"cpu\", \"hugepages-\", \"memory\""),
                wrong("pods", pod("", ",'resources':{'limits':{'ephemeral-storage':'1'}}")));
    }

    @Test
    void namesThatGeneratedChecksLookAtAreCountedInBytes() {
        var wrong = wrong("deviceclasses.resource.k8s.io", "{'metadata':{'name':'" + "a".repeat(254) + "'}}");
        assertEquals(1, wrong.size());
        assertTrue(wrong.getFirst().endsWith(": must be no more than 253 bytes"));
        assertEquals(
                List.of(), wrong("deviceclasses.resource.k8s.io", "{'metadata':{'name':'a','generateName':'B_'}}"));
    }
}
