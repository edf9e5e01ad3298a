package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Sample.wrongChange;
import static dev.jibe.server.registry.validation.Sample.wrongStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the status endpoints refuse. */
class StatusTest {

    private static final String POD =
            "{'spec':{'nodeName':'n','restartPolicy':'Never','containers':[{'name':'c','image':'x'}],'initContainers':"
                    + "[{'name':'i','image':'x'}],'resourceClaims':[{'name':'q','resourceClaimName':'q'}]},"
                    + "'status':{'qosClass':'BestEffort'";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    'hostIP':'1.2.3.4','hostIPs':[{'ip':'1.2.3.5'}]|status.hostIPs[0].ip: Invalid value: "1.2.3.5": must be equal to `hostIP`
                    'resourceClaimStatuses':[{'name':'a'}]|status.resourceClaimStatuses[0].name: Invalid value: "a": must match the name of an entry in `spec.resourceClaims`
                    'extendedResourceClaimStatus':{'resourceClaimName':'c','requestMappings':[{'containerName':'d','requestName':'r'}]}|status.extendedResourceClaimStatus.requestMappings[0].containerName: Invalid value: "d": must match the name of an entry in spec.initContainers.name or spec.containers.name
                    'resourceClaimStatuses':[{'name':'q','resourceClaimName':'A_'}]|status.resourceClaimStatuses[0].resourceClaimName: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                    'conditions':[{'type':'Ready','observedGeneration':-1}]|status.conditions[0].observedGeneration: Invalid value: -1: must be a non-negative integer
                    'observedGeneration':-1|status.observedGeneration: Invalid value: -1: must be a non-negative integer
                    'nominatedNodeName':'n'|status.nominatedNodeName: Forbidden: may not be set on pods that are already bound to a node
                    'podIPs':[{'ip':'1.2.3.4'},{'ip':'1.2.3.5'}]|status.podIPs: Invalid value: [{"IP":"1.2.3.4"},{"IP":"1.2.3.5"}]: may specify no more than one IP for each IP family
                    'containerStatuses':[{'name':'c'}]|status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state
                    'initContainerStatuses':[{'name':'i','user':{'linux':{'uid':-1,'gid':0}}}]|status.initContainerStatuses[0].user.linux.uid: Invalid value: -1: must be between 0 and 2147483647, inclusive
                    'initContainerStatuses':[{'name':'i','allocatedResourcesStatus':[{'name':'ex.com/a'}]}]|status.initContainerStatuses[0].allocatedResourcesStatus[0].name: Invalid value: "ex.com/a": must match one of the container's resource requests
                    'ephemeralContainerStatuses':[{'name':'e','allocatedResourcesStatus':[{'name':'a'}]}]|status.ephemeralContainerStatuses[0].allocatedResourcesStatus: Forbidden: must not be specified in container status
                    """)
    void podsHaveWhatTheyAskFor(String status, String expected) {
        var ended = ",'containerStatuses':[{'name':'c','state':{'terminated':{'exitCode':0}}}]}}";
        assertEquals(List.of(expected), wrongStatus("pods", POD + ended, POD + "," + status + "}}"));
    }

    @Test
    void claimsCountStorageAndWhatHasADomain() {
        var claim = "{'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1Gi'}}},'status':{";
        assertEquals(
                List.of(
                        "status.allocatedResourceStatuses: Unsupported value: \"storage\": supported values:"
                                + " \"ControllerResizeInProgress\", \"ControllerResizeInfeasible\","
                                + " \"NodeResizeInProgress\", \"NodeResizeInfeasible\", \"NodeResizePending\"",
                        "status.allocatedResources: Unsupported value: \"cpu\": supported values: \"storage\""),
                wrongStatus(
                        "persistentvolumeclaims",
                        claim + "}}",
                        claim + "'allocatedResourceStatuses':{'storage':'Growing','ex.com/a':'NodeResizePending'},"
                                + "'allocatedResources':{'cpu':'1','ex.com/a':'1','storage':'1'}}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    'conditions':[{'type':'Approved','status':'True'},{'type':'Denied','status':'True'},{'type':'Denied','status':'True'}]|conditions: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive; conditions: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive; conditions[2].type: Duplicate value: "Denied"; conditions: Forbidden: updates may not remove a condition of type "Failed"; conditions: Forbidden: updates may not add a condition of type "Approved"; conditions: Forbidden: updates may not add a condition of type "Denied"
                    'conditions':[{'type':'Failed','status':'True'}],'certificate':'YQ=='|certificate: Invalid value: "<certificate data>": must contain at least one CERTIFICATE PEM block
                    'conditions':[{'type':'Failed','status':'True'}],'certificate':'LS0tLS1CRUdJTiBBLS0tLS0KWVE9PQotLS0tLUVORCBBLS0tLS0K'|certificate: Invalid value: "<certificate data>": only CERTIFICATE PEM blocks are allowed, found "A"
                    """)
    void whatIsDecidedOfARequestIsDecidedOnce(String status, String expected) {
        var wrong = wrongStatus(
                "certificatesigningrequests.certificates.k8s.io",
                "{'spec':{},'status':{'conditions':[{'type':'Failed','status':'True'}]}}",
                "{'spec':{},'status':{" + status + "}}");
        assertEquals(expected, String.join("; ", wrong).replace("status.c", "c"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    'results':[{'request':'r','driver':'d','pool':'p','device':'x'}]|
                    'results':[{'request':'r/best','driver':'d','pool':'p/q','device':'x'}]|
                    'results':[{'request':'s','driver':'d','pool':'p','device':'x'}]|results[0].request: Invalid value: "s": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'
                    'results':[{'request':'r','driver':'','pool':'','device':'x'}]|results[0].driver: Required value; results[0].pool: Required value
                    'results':[{'request':'r','driver':'d','pool':'p','device':'x','bindingConditions':['a']}]|results[0].bindingFailureConditions: Invalid value: null: bindingFailureConditions are required to use bindingConditions
                    'results':[{'request':'r','driver':'d','pool':'p','device':'x','shareID':'no'}]|results[0].shareID: Invalid value: "no": error validating uid: invalid UUID length: 2
                    'results':[{'request':'r','driver':'d','pool':'p','device':'x','shareID':'0E984725-C51C-4BF4-9960-E1C80E27ABA0'}]|results[0].shareID: Invalid value: "0E984725-C51C-4BF4-9960-E1C80E27ABA0": uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters
                    'results':[],'config':[{'source':'Nobody','opaque':{'driver':'d','parameters':{}}}]|config[0].source: Unsupported value: "Nobody": supported values: "FromClaim", "FromClass"
                    """)
    void whatClaimsAreGivenIsWhatTheyAskFor(String devices, String expected) {
        var claim = "{'spec':{'devices':{'requests':[{'name':'r','firstAvailable':[{'name':'best',"
                + "'deviceClassName':'c'}]}]}}";
        var wrong = wrongStatus(
                "resourceclaims.resource.k8s.io",
                claim + "}",
                claim + ",'status':{'allocation':{'devices':{" + devices + "}}}}");
        assertEquals(
                Objects.requireNonNullElse(expected, ""),
                String.join("; ", wrong).replace("status.allocation.devices.", ""));
    }

    @Test
    void conditionsAreWholeAndOfOneType() {
        var policy = "{'spec':{},'status':{'conditions':[";
        var ready =
                "{'type':'Ready','status':'True','reason':'A','message':'','lastTransitionTime':'2024-01-01T00:00:00Z'}";
        assertEquals(
                List.of(
                        "status.conditions[1].type: Duplicate value: \"Ready\"",
                        "status.conditions[1].status: Unsupported value: \"\": supported values: \"False\", \"True\","
                                + " \"Unknown\"",
                        "status.conditions[1].lastTransitionTime: Required value",
                        "status.conditions[1].reason: Required value"),
                wrongStatus(
                        "validatingadmissionpolicies.admissionregistration.k8s.io",
                        "{'spec':{}}",
                        policy + ready + ",{'type':'Ready'}]}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    persistentvolumeclaims|'capacity':{'storage':'-1Ki'}|capacity[storage]: Invalid value: -1024: must be a valid resource quantity
                    persistentvolumeclaims|'allocatedResources':{'storage':'1.5','x.kubernetes.io/a':'1'}|allocatedResources: Unsupported value: "x.kubernetes.io/a": supported values: "storage"
                    services|'loadBalancer':{'ingress':[{'ipMode':'X'}]}|loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'
                    volumeattachments.storage.k8s.io|'attachError':{'errorCode':-1}|attachError.errorCode: Invalid value: -1: must be between 0 and 2147483647, inclusive
                    deployments.apps|'replicas':-1,'observedGeneration':-2|observedGeneration: Invalid value: -2: must be greater than or equal to 0
                    nodes|'capacity':{'cpu':'-1'}|capacity.cpu: Invalid value: "-1": must be greater than or equal to 0
                    """)
    void whatControllersSay(String resource, String status, String expected) {
        var spec = "{'spec':{'attacher':'a','nodeName':'n','source':{'persistentVolumeName':'p'}}";
        var object = resource.startsWith("volume") ? spec : "{'spec':{}";
        var wrong = wrongStatus(resource, object + "}", object + ",'status':{" + status + "}}");
        assertEquals("status." + expected, wrong.getFirst(), wrong.toString());
    }

    @Test
    void collisionsAreNotForgotten() {
        var set = "{'spec':{'selector':{'matchLabels':{'a':'b'}},'template':{'metadata':{'labels':{'a':'b'}},"
                + "'spec':{'containers':[{'name':'c','image':'x'}]}}},'status':{'replicas':0";
        assertEquals(
                List.of("status.collisionCount: Invalid value: 1: cannot be decremented"),
                wrongStatus("statefulsets.apps", set + ",'collisionCount':2}}", set + ",'collisionCount':1}}"));
    }

    @Test
    void driversSpeakOfDevicesThatAreAllocated() {
        assertEquals(
                List.of(
                        "status.devices[0].shareID: Invalid value: \"s\": error validating uid: invalid UUID length: 1",
                        "status.devices[0]: Invalid value: {\"Driver\":\"d\",\"Pool\":\"p\",\"Device\":\"e\",\"ShareID\":\"s\"}:"
                                + " must be an allocated device in the claim"),
                wrongStatus(
                        "resourceclaims.resource.k8s.io",
                        "{'spec':{}}",
                        "{'spec':{},'status':{'devices':[{'driver':'d','pool':'p','device':'e','shareID':'s'}]}}"));
    }

    @Test
    void whatASliceMayNotChangeIsLookedAtBeforeItsContents() {
        var slice = "{'spec':{'driver':'d','nodeName':'n','pool':{'name':'p','resourceSliceCount':1}}}";
        assertEquals(
                List.of(
                        "spec.pool.name: Invalid value: \"q\": field is immutable",
                        "spec.nodeName: Invalid value: null: field is immutable",
                        "spec: Required value: exactly one of `nodeName`, `nodeSelector`, `allNodes`,"
                                + " `perDeviceNodeSelection` is required"),
                wrongChange(
                        "resourceslices.resource.k8s.io",
                        slice,
                        slice.replace("'nodeName':'n',", "").replace("'p'", "'q'")));
    }
}
