package dev.jibe.controllers.localpath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.localpath.LocalPath;
import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.localpath.ProvisionPlan.ChooseAgain;
import dev.jibe.controllers.localpath.ProvisionPlan.Nothing;
import dev.jibe.controllers.localpath.ProvisionPlan.Provision;
import dev.jibe.controllers.localpath.ProvisionPlan.Refuse;
import dev.jibe.object.api.storage.v1.StorageClass;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisionPlanTest {

    private static ProvisionPlan plan(String mode, String annotations, String spec) {
        var claim = Fixtures.object(PersistentVolumeClaim.KIND, "c", """
                {'metadata': {'annotations': {'volume.kubernetes.io/storage-provisioner': 'jibe.dev/local-path' %s}},
                 'spec': {'storageClassName': 'standard', 'accessModes': ['ReadWriteOnce'],
                  'resources': {'requests': {'storage': '3Gi'}} %s}}""".formatted(annotations, spec));
        var storageClass = Fixtures.object(StorageClass.KIND, "standard", """
                {'provisioner': 'jibe.dev/local-path', 'volumeBindingMode': '%s', 'reclaimPolicy': 'Delete'}""".formatted(mode));
        var node = Fixtures.object(Node.KIND, "n", """
                {'metadata': {'labels': {'kubernetes.io/hostname': 'h'}, 'annotations': {'jibe.dev/local-path-root': '/v'}},
                 'status': {'conditions': [{'type': 'Ready', 'status': 'True'}]}}""");
        return ProvisionPlan.of(new ProvisionPlan.Observed(claim, Optional.of(storageClass), List.of(node)));
    }

    private static final String SELECTED = ", 'volume.kubernetes.io/selected-node': 'n'";

    @Test
    void aClaimGetsADirectoryOfItsNode() {
        var volume = assertInstanceOf(Provision.class, plan("WaitForFirstConsumer", SELECTED, ""))
                .volume();
        assertEquals(
                "/v/pvc-PersistentVolumeClaim c_default_c",
                volume.spec().local().path());
        assertEquals(Optional.of("h"), LocalPath.hostname(volume));
        assertEquals("3Gi", volume.spec().capacityTree().string("storage"));
        assertEquals("c", volume.spec().claimRef().name());
        assertTrue(LocalPath.isOurs(volume));
        assertFalse(LocalPath.isGivenUp(volume));
    }

    @Test
    void aClaimWaitsForItsFirstPod() {
        assertInstanceOf(Nothing.class, plan("WaitForFirstConsumer", "", ""));
        assertInstanceOf(Provision.class, plan("Immediate", "", ""));
    }

    @Test
    void aNodeThatIsGoneIsNotWaitedFor() {
        var other = ", 'volume.kubernetes.io/selected-node': 'other'";
        assertInstanceOf(ChooseAgain.class, plan("WaitForFirstConsumer", other, ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    , 'selector': {'matchLabels': {'a': 'b'}}
                    , 'volumeMode': 'Block'
                    , 'accessModes': ['ReadWriteMany']
                    , 'dataSource': {'kind': 'PersistentVolumeClaim', 'name': 'x'}""")
    void whatCannotBeServedIsRefused(String spec) {
        assertInstanceOf(Refuse.class, plan("Immediate", "", spec));
    }

    @Test
    void othersAreLeftAlone() {
        assertInstanceOf(Nothing.class, plan("Immediate", "", ", 'volumeName': 'v'"));
        var foreign = ", 'volume.kubernetes.io/storage-provisioner': 'example.com/other'";
        assertInstanceOf(Nothing.class, plan("Immediate", foreign, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "Released,false,Delete,true",
        "Released,false,Retain,false",
        "Bound,true,Delete,false",
        "Available,true,Delete,true",
        "Available,false,Delete,false"
    })
    void aVolumeIsGivenUpWhenNobodyHoldsIt(String phase, boolean isDeleted, String policy, boolean expected) {
        var volume = Fixtures.object(PersistentVolume.KIND, "v", """
                {'metadata': {'annotations': {'pv.kubernetes.io/provisioned-by': 'jibe.dev/local-path'} %s},
                 'spec': {'local': {'path': '/v/x'}, 'persistentVolumeReclaimPolicy': '%s'}, 'status': {'phase': '%s'}}""".formatted(
                        isDeleted ? ", 'deletionTimestamp': '2026-01-01T00:00:00Z'" : "", policy, phase));
        assertEquals(expected, LocalPath.isGivenUp(volume));
    }
}
