package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Sample.wrong;
import static dev.jibe.server.registry.validation.Sample.wrongChange;
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
                    """)
    void podsAreToldAsUpstreamTellsThem(String inSpec, String expected) {
        // A bar stands for the end of a column.
        var start = expected.endsWith("\\:;") ? expected : expected.strip();
        assertTrue(
                wrong("pods", pod("", inSpec)).getFirst().startsWith(start),
                () -> wrong("pods", pod("", inSpec)).toString());
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
