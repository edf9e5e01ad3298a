package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Sample.wrong;
import static dev.jibe.server.registry.validation.Sample.wrongChange;
import static dev.jibe.server.registry.validation.Sample.wrongStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetailsTest {

    private static String pod(String inContainer, String inSpec) {
        return "{'spec':{'containers':[{'name':'c','image':'x'" + inContainer + "}]" + inSpec + "}}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ,'securityContext':{'windowsOptions':{'hostProcess':true}}|spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers
                    ,'securityContext':{'windowsOptions':{'runAsUserName':'a@b'}}|spec.securityContext.windowsOptions.runAsUserName: Invalid value: "a@b": runAsUserName's User cannot contain the following characters: "/\\:;|=,+*?<>@[]
                    ,'dnsPolicy':'a<b'|spec.dnsPolicy: Unsupported value: "a\\u003cb": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"
                    ,'volumes':[{'name':'v','emptyDir':{},'downwardAPI':{}}]|spec.volumes[0].downwarAPI: Forbidden: may not specify more than 1 volume type
                    ,'volumes':[{'name':'v','gcePersistentDisk':{}}]|spec.volumes[0].persistentDisk.pdName: Required value
                    ,'os':{'name':'windows'},'resources':{'limits':{'cpu':'1'}}|spec.resources: Forbidden: may not be set for a windows pod
                    ,'initContainers':[{'name':'i','image':'x','resources':{'requests':{'cpu':'2'}}}],'resources':{'requests':{'cpu':'1'}}|spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2
                    """)
    void podsAreToldAsUpstreamTellsThem(String inSpec, String expected) {
        // A bar stands for the end of a column.
        var start = expected.endsWith("\\:;") ? expected : expected.strip();
        assertTrue(
                wrong("pods", pod("", inSpec)).getFirst().startsWith(start),
                () -> wrong("pods", pod("", inSpec)).toString());
    }

    @Test
    void hugePagesOfContainersFitIntoTheirPod() {
        var spec =
                ",'initContainers':[{'name':'i','image':'x','resources':{'limits':{'memory':'1','hugepages-2Mi':'4Mi'}}}]"
                        + ",'resources':{'limits':{'memory':'1','hugepages-2Mi':'2Mi'}}";
        assertEquals(
                List.of(
                        "spec.resources.requests[hugepages-2Mi]: Invalid value: \"2Mi\": must be greater than or equal to"
                                + " aggregate container requests of 4Mi",
                        "spec.resources.limits[hugepages-2Mi]: Invalid value: \"2Mi\": must be greater than or equal to"
                                + " aggregate container limits of 4Mi"),
                wrong("pods", pod("", spec)));
    }

    private static String slice(String inSpec, String devices) {
        return "{'spec':{'driver':'d.example.com','pool':{'name':'p','resourceSliceCount':1}" + inSpec + ",'devices':["
                + devices + "]}}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'name':'a','attributes':{'v':{'version':'1.0.0-01'}}}|spec.devices[0].attributes[v].version: Invalid value: "1.0.0-01": must be a string compatible with semver.org spec 2.0.0
                    {'name':'a','attributes':{'a-b':{'int':1}}}|spec.devices[0].attributes: Invalid value: "a-b": a valid C identifier must start with alphabetic character or '_'
                    {'name':'a','bindingConditions':['a','a'],'bindingFailureConditions':['b']}|spec.devices[0].bindingConditions[1]: Duplicate value: "a"
                    {'name':'a','allowMultipleAllocations':true,'capacity':{'c':{'value':'5','requestPolicy':{'default':'1','validValues':['1','1']}}}}|spec.devices[0].capacity[c].requestPolicy.validValues[1]: Duplicate value: "1"
                    """)
    void devicesAreToldAsUpstreamTellsThem(String device, String expected) {
        var all = wrong("resourceslices.resource.k8s.io", slice(",'nodeName':'n'", device));
        assertEquals(1, all.size(), all::toString);
        assertTrue(all.getFirst().startsWith(expected), all::toString);
    }

    @Test
    void aSliceIsSomewhere() {
        assertEquals(
                List.of(
                        "spec.nodeName: Invalid value: \"\": must be either unset or set to a non-empty string",
                        "spec: Required value: exactly one of `nodeName`, `nodeSelector`, `allNodes`,"
                                + " `perDeviceNodeSelection` is required"),
                wrong("resourceslices.resource.k8s.io", slice(",'nodeName':''", "")));
    }

    @Test
    void whatDriversSayOfDevicesIsLookedAt() {
        var claim = "{'spec':{'devices':{'requests':[{'name':'r','exactly':{'deviceClassName':'c'}}]}},'status':{%s}}";
        var allocation = "'allocation':{'devices':{'results':[{'request':'r','driver':'d.example.com','pool':'p',"
                + "'device':'a'}]}}";
        var device = ",'devices':[{'driver':'d.example.com','pool':'p','device':'a','data':[1],'networkData':{'ips':["
                + "'10.0.0.1/8','10.0.0.1','10.0.0.01/8','10.0.0.1/8']}}]";
        assertEquals(
                List.of(
                        "status.devices[0].data: Invalid value: \"<value omitted>\": must be a valid JSON object",
                        "status.devices[0].networkData.ips[1]: Invalid value: \"10.0.0.1\": must be a valid address in CIDR"
                                + " form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)",
                        "status.devices[0].networkData.ips[2]: Invalid value: \"10.0.0.01/8\": must be in canonical form"
                                + " (\"10.0.0.1/8\")",
                        "status.devices[0].networkData.ips[3]: Duplicate value: \"10.0.0.1/8\""),
                wrongStatus(
                        "resourceclaims.resource.k8s.io",
                        claim.formatted(allocation),
                        claim.formatted(allocation + device)));
    }

    private static final String SET = "{'spec':{'serviceName':'%s','selector':{'matchLabels':{'a':'b'}},'template':"
            + "{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':'x'}]}}}}";

    private static final String CLAIM =
            "{'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1'}}%s}}";

    @Test
    void whatAnUpdateDoesNotLookAt() {
        assertEquals(List.of(), wrongChange("statefulsets.apps", SET.formatted("A"), SET.formatted("A")));
        var odd = ",'dataSource':{'apiGroup':'A','kind':'K','name':'n'}";
        assertEquals(List.of(), wrongChange("persistentvolumeclaims", CLAIM.formatted(odd), CLAIM.formatted(odd)));
    }

    /** A selector that selects all is not none. */
    @Test
    void aClaimThatGetsASelectorIsAnother() {
        var all = wrongChange("persistentvolumeclaims", CLAIM.formatted(""), CLAIM.formatted(",'selector':{}"));
        assertTrue(all.getFirst().contains("- \"Selector\": null,\n+ \"Selector\": {"), all::toString);
    }

    @Test
    void aDriverThatSaysHowItGetsTokensWantsSome() {
        assertEquals(
                List.of(
                        "spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 9: must be greater than or equal to 10"
                                + " seconds",
                        "spec.serviceAccountTokenInSecrets: Invalid value: false: serviceAccountTokenInSecrets is set but"
                                + " no tokenRequests are specified"),
                wrong(
                        "csidrivers.storage.k8s.io",
                        "{'spec':{'nodeAllocatableUpdatePeriodSeconds':9,'serviceAccountTokenInSecrets':false}}"));
    }

    @Test
    void anEventKeepsWhatItsOldFormSays() {
        var event = "{'regarding':{'namespace':'default'},'eventTime':'2024-01-01T00:00:00.000000Z','reason':'R',"
                + "'action':'A','type':'Normal','reportingController':'ex.com/c','reportingInstance':'i'%s}";
        assertEquals(
                List.of(
                        "source: Invalid value: {\"Component\":\"c\",\"Host\":\"\"}: field is immutable",
                        "firstTimestamp: Invalid value: \"2024-01-01T00:00:00Z\": field is immutable",
                        "count: Invalid value: 3: field is immutable"),
                wrongChange(
                        "events.events.k8s.io",
                        event.formatted(""),
                        event.formatted(",'deprecatedSource':{'component':'c'},'deprecatedCount':3,"
                                + "'deprecatedFirstTimestamp':'2024-01-01T00:00:00Z'")));
    }

    /** What counts the templates of a DaemonSet is a field of its own, and no annotation. */
    @Test
    void annotationsHaveALimit() {
        var set = "{'metadata':{'annotations':{'a':'%s','deprecated.daemonset.template.generation':'1'}},'spec':"
                + "{'selector':{'matchLabels':{'a':'b'}},'template':{'metadata':{'labels':{'a':'b'}},"
                + "'spec':{'containers':[{'name':'c','image':'x'}]}}}}";
        int most = 256 << 10;
        assertEquals(List.of(), wrong("daemonsets.apps", set.formatted("x".repeat(most - 1))));
        assertEquals(
                List.of("metadata.annotations: Too long: may not be more than 262144 bytes"),
                wrong("daemonsets.apps", set.formatted("x".repeat(most))));
    }

    @Test
    void whatIsWrongOfAMountMayBeToldOfAll() {
        assertEquals(
                List.of(
                        "spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly"
                                + " is true"),
                wrong(
                        "pods",
                        pod(
                                ",'volumeMounts':[{'name':'v','mountPath':'/a','recursiveReadOnly':'Enabled'}]",
                                ",'volumes':[{'name':'v','emptyDir':{}}]")));
    }

    @Test
    void theFileOfAVariableIsNamedAfterItsSource() {
        assertEquals(
                List.of(
                        "spec.containers[0].env[0].valueFrom.fileKeyRef.path: Invalid value: \"../a\": must not contain"
                                + " '..'",
                        "spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is"
                                + " not empty",
                        "spec.containers[0].env[1].valueFrom.fileKeyRef.volumeName: Not found: \"v\""),
                wrong(
                        "pods",
                        pod(
                                ",'env':[{'name':'A','value':'1','valueFrom':{'fileKeyRef':{'volumeName':'w','path':'../a',"
                                        + "'key':'k'}}},{'name':'B','valueFrom':{'fileKeyRef':{'volumeName':'v','path':'/',"
                                        + "'key':'k'}}}]",
                                ",'volumes':[{'name':'w','emptyDir':{}}]")));
    }

    @Test
    void aVolumeWrittenInAnAttachmentIsOnlyWhatItTakesToAttachIt() {
        assertEquals(
                List.of(
                        "spec.source.inlineVolumeSpec.csi: Required value: has to be specified in the context of inline"
                                + " volumes",
                        "spec.source.inlineVolumeSpec.accessModes: Required value",
                        "spec.source.inlineVolumeSpec: Required value: must specify a volume type"),
                wrong(
                        "volumeattachments.storage.k8s.io",
                        "{'spec':{'attacher':'a','nodeName':'n','source':{'inlineVolumeSpec':{}}}}"));
    }

    @Test
    void aWaitingJobMayStillSayWhatItsContainersNeed() {
        var job = "{'metadata':{'uid':'u'},'spec':{'suspend':true,'manualSelector':true,'selector':{'matchLabels':"
                + "{'a':'b'}},'template':{'metadata':{'labels':{'a':'b'}},'spec':{'restartPolicy':'Never','containers':"
                + "[{'name':'c','image':'%s','resources':{'requests':{'cpu':'%s'}}}]}}}}";
        assertEquals(List.of(), wrongChange("jobs.batch", job.formatted("x", "1"), job.formatted("x", "2")));
        var wrong = wrongChange("jobs.batch", job.formatted("x", "1"), job.formatted("y", "1"));
        assertEquals(1, wrong.size());
        assertTrue(wrong.getFirst().startsWith("spec.template.spec: Invalid value: {\"Volumes\":null"));
    }

    @Test
    void rangesAreReadOneByOneAndThenTogether() {
        var wrong = wrong("servicecidrs.networking.k8s.io", "{'spec':{'cidrs':['10.0.0.1/8','10.1.0.0/16']}}");
        assertEquals(2, wrong.size(), wrong.toString());
        assertTrue(wrong.getFirst().startsWith("spec.cidrs[0]: Invalid value: \"10.0.0.1/8\": must not"));
        assertTrue(wrong.getLast().startsWith("spec.cidrs: Invalid value: [\"10.0.0.1/8\""));
    }

    @Test
    void theServiceOfAWebhookIsNamedTheWrongWayRound() {
        var wrong = wrong(
                "validatingwebhookconfigurations.admissionregistration.k8s.io",
                "{'kind':'ValidatingWebhookConfiguration','webhooks':[{'name':'a.b.c','sideEffects':'None',"
                        + "'admissionReviewVersions':['v1','v1'],'clientConfig':{'service':{'name':'s'}}}]}");
        assertEquals(
                List.of(
                        "webhooks[0].clientConfig.service.name: Required value",
                        "webhooks[0].admissionReviewVersions[1]: Invalid value: \"v1\": duplicate version"),
                wrong);
    }

    @Test
    void filesInOnePlaceAreTold() {
        var found = new ArrayList<String>();
        var spec = Sample.map(
                "{'v':[{'name':'v','projected':{'sources':[{},{'secret':{'name':'s','items':[{'path':'a'}]}},"
                        + "{'configMap':{'name':'c','items':[{'path':'a/b/'}]}}]}}]}");
        PathWarnings.add(found, spec.list("v"));
        assertEquals(
                List.of(
                        "volume \"v\" (Projected) has no sources provided",
                        "volume \"v\" (Projected): overlapping paths: \"a/b\" (ConfigMap \"c\") with \"a\" (Secret \"s\")"),
                found);
    }

    @Test
    void portsAndVariablesThatGetInEachOthersWayAreTold() {
        var spec = Sample.map(
                "{'initContainers':[{'env':[{'name':'A','value':'1'},{'name':'A','value':'$(A)2'},{'name':'A'}],"
                        + "'ports':[{'name':'p','containerPort':1,'protocol':'TCP','hostIP':'h'}]}],"
                        + "'containers':[{'ports':[{'name':'p','containerPort':1,'protocol':'TCP'}]}]}");
        var found = new ArrayList<String>();
        ContainerWarnings.add(found, "spec", Sample.map("{}"), "metadata", spec, false);
        assertEquals(
                List.of(
                        "spec.initContainers[0].env[2]: hides previous definition of \"A\", which may be dropped when using"
                                + " apply",
                        "spec.initContainers[0].ports[0]: hostIP set without hostPort: {Name:p HostPort:0 ContainerPort:1"
                                + " Protocol:TCP HostIP:h}",
                        "spec.containers[0].ports[0]: overlapping port definition with spec.initContainers[0].ports[0]",
                        "spec.containers[0].ports[0]: duplicate port name \"p\" with spec.initContainers[0].ports[0],"
                                + " services and probes that select ports by name will use"
                                + " spec.initContainers[0].ports[0]"),
                found);
    }

    @Test
    void whatIsNoPairOfCertificateAndKeyIsTold() {
        assertEquals(
                List.of("tls: failed to find any PEM data in certificate input"),
                TlsWarnings.of(Sample.map("{'type':'kubernetes.io/tls','data':{'tls.crt':'YQ==','tls.key':'YQ=='}}")));
    }
}
