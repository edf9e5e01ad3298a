package dev.jibe.controllers.volumebinding;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.volumebinding.Action.Tell;
import dev.jibe.controllers.volumebinding.Action.UpdateClaim;
import dev.jibe.controllers.volumebinding.Action.UpdateClaimStatus;
import dev.jibe.controllers.volumebinding.Action.UpdateVolume;
import dev.jibe.controllers.volumebinding.Action.UpdateVolumeStatus;
import dev.jibe.object.api.storage.v1.StorageClass;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.view.ApiObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeBindingTest {

    /** Claims and volumes, on which plans are carried out. */
    private static final class World {
        final Map<String, PersistentVolume> volumes = new TreeMap<>();
        final Map<String, PersistentVolumeClaim> claims = new TreeMap<>();
        final Map<String, StorageClass> classes = new HashMap<>();
        final List<String> events = new ArrayList<>();
        Optional<String> defaultClass = Optional.empty();

        World volume(String name, String size, String more) {
            volumes.put(name, Fixtures.object(PersistentVolume.KIND, name, """
                    {'spec': {'capacity': {'storage': '%s'}, 'accessModes': ['ReadWriteOnce'],
                     'persistentVolumeReclaimPolicy': 'Retain' %s}, 'status': {'phase': 'Available'}}""".formatted(size, more)));
            return this;
        }

        World claim(String name, String size, String more) {
            claims.put(name, Fixtures.object(PersistentVolumeClaim.KIND, name, """
                    {'spec': {'resources': {'requests': {'storage': '%s'}}, 'accessModes': ['ReadWriteOnce'] %s}}""".formatted(size, more)));
            return this;
        }

        World settle() {
            for (int i = 0; i < 50; i++) {
                int changes = 0;
                for (var claim : List.copyOf(claims.values())) {
                    var named = Optional.ofNullable(classes.get(claim.spec().storageClassName()));
                    var observed = new ClaimPlan.Observed(
                            claim, List.copyOf(volumes.values()), named, defaultClass, List.of(), NOW);
                    changes += apply(ClaimPlan.of(observed).actions());
                }
                for (var volume : List.copyOf(volumes.values())) {
                    var claim = Optional.ofNullable(
                            claims.get(volume.spec().claimRef().name()));
                    changes += apply(VolumePlan.of(new VolumePlan.Observed(volume, claim, NOW))
                            .actions());
                }
                if (changes == 0) {
                    return this;
                }
            }
            throw new AssertionError("does not settle");
        }

        private int apply(List<Action> actions) {
            int writes = 0;
            for (var action : actions) {
                switch (action) {
                    case UpdateVolume(PersistentVolume volume) -> volumes.put(volume.name(), volume);
                    case UpdateVolumeStatus(PersistentVolume volume) -> volumes.put(volume.name(), volume);
                    case UpdateClaim(PersistentVolumeClaim claim) -> claims.put(claim.name(), claim);
                    case UpdateClaimStatus(PersistentVolumeClaim claim) -> claims.put(claim.name(), claim);
                    case Tell(ApiObject about, String type, String reason, String message) -> {
                        events.add(reason + " " + message);
                        writes--;
                    }
                }
                writes++;
            }
            return writes;
        }

        String state() {
            var result = new ArrayList<String>();
            claims.forEach((name, claim) -> result.add(
                    name + "=" + claim.status().phase() + " " + claim.spec().volumeName()));
            volumes.forEach(
                    (name, volume) -> result.add(name + "=" + volume.status().phase()));
            return String.join(", ", result);
        }
    }

    @Test
    void theSmallestThatIsLargeEnough() {
        var world =
                new World().volume("big", "9Gi", "").volume("fit", "5Gi", "").volume("small", "1Gi", "");
        assertEquals(
                "c=Bound fit, big=Available, fit=Bound, small=Available",
                world.claim("c", "3Gi", "").settle().state());
    }

    @Test
    void oneVolumeIsNotForTwo() {
        var world = new World().volume("v", "5Gi", "").claim("a", "1Gi", "").claim("b", "1Gi", "");
        assertEquals("a=Bound v, b=Pending , v=Bound", world.settle().state());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    , 'storageClassName': 'x'           | ""                                    | c=Pending , v=Available
                    ""                                  | , 'storageClassName': 'x'             | c=Pending , v=Available
                    , 'volumeMode': 'Block'             | ""                                    | c=Pending , v=Available
                    , 'claimRef': {'namespace': 'default', 'name': 'c'} | ""                    | c=Bound v, v=Bound
                    , 'claimRef': {'namespace': 'default', 'name': 'd'} | ""                    | c=Pending , v=Available
                    ""                                  | , 'volumeName': 'v'                   | c=Bound v, v=Bound
                    ""                                  | , 'volumeName': 'w'                   | c=Pending w, v=Available
                    ""                                  | , 'selector': {'matchLabels': {'a': 'b'}} | c=Pending , v=Available
                    """)
    void whatHasToMatch(String volume, String claim, String state) {
        assertEquals(
                state,
                new World()
                        .volume("v", "5Gi", volume)
                        .claim("c", "1Gi", claim)
                        .settle()
                        .state());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    , 'claimRef': {'namespace': 'default', 'name': 'd'} | ""  | FailedBinding volume "v" already bound to a different claim.
                    , 'storageClassName': 'x'             | ""  | VolumeMismatch Cannot bind to requested volume "v": storageClassName does not match
                    , 'volumeAttributesClassName': 'x'    | ""  | VolumeMismatch Cannot bind to requested volume "v": volumeAttributesClassName does not match
                    , 'volumeMode': 'Block'               | ""  | VolumeMismatch Cannot bind to requested volume "v": incompatible volumeMode
                    ""  | , 'accessModes': ['ReadWriteMany']    | VolumeMismatch Cannot bind to requested volume "v": incompatible accessMode
                    ""  | , 'resources': {'requests': {'storage': '9Gi'}} | VolumeMismatch Cannot bind to requested volume "v": requested PV is too small
                    """)
    void whyAVolumeThatIsAskedForDoesNotServe(String volume, String claim, String event) {
        var world = new World().volume("v", "5Gi", volume).claim("c", "1Gi", ", 'volumeName': 'v'" + claim);
        assertEquals("c=Pending v, v=Available", world.settle().state());
        assertEquals(event, world.events.getFirst());
    }

    @Test
    void fewerWaysOfAccessComeFirst() {
        var world = new World()
                .volume("small", "1Gi", ", 'accessModes': ['ReadWriteOnce', 'ReadOnlyMany']")
                .volume("large", "9Gi", "");
        assertEquals(
                "c=Bound large, large=Bound, small=Available",
                world.claim("c", "1Gi", "").settle().state());
    }

    @Test
    void aClassThatWasOncePartOfKubernetesIsADriversNow() {
        var world = new World().claim("c", "1Gi", ", 'storageClassName': 'fast'");
        world.classes.put(
                "fast", Fixtures.object(StorageClass.KIND, "fast", "{'provisioner': 'kubernetes.io/gce-pd'}"));
        assertTrue(world.settle().events.getLast().contains("provisioner 'pd.csi.storage.gke.io'"));
    }

    @Test
    void aVolumeWithoutItsClaimIsReleasedAndAClaimWithoutItsVolumeLost() {
        var world = new World().volume("v", "5Gi", "").claim("a", "1Gi", "").settle();
        var claim = world.claims.remove("a");
        assertEquals("v=Released", world.settle().state());
        world.claims.put("a", claim);
        world.volumes.remove("v");
        assertEquals("a=Lost v", world.settle().state());
        assertEquals(
                List.of("ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!"),
                world.events);
    }

    @Test
    void deletingIsForSomebodyWhoCan() {
        var world = new World()
                .volume("v", "5Gi", ", 'persistentVolumeReclaimPolicy': 'Delete'")
                .claim("a", "1Gi", "");
        world.settle().claims.clear();
        assertEquals("v=Failed", world.settle().state());
    }

    @Test
    void aClaimWithoutAClassGetsTheDefaultOneAlsoLater() {
        var world = new World()
                .volume("v", "5Gi", ", 'storageClassName': 'std'")
                .claim("c", "1Gi", "")
                .settle();
        assertEquals("c=Pending , v=Available", world.state());
        world.defaultClass = Optional.of("std");
        assertEquals("c=Bound v, v=Bound", world.settle().state());
    }

    @Test
    void aClassMayWaitForAPodOrForAProvisioner() {
        var world = new World().claim("c", "1Gi", ", 'storageClassName': 'fast'");
        world.classes.put("fast", Fixtures.object(StorageClass.KIND, "fast", """
                {'provisioner': 'example.com/disk', 'volumeBindingMode': 'WaitForFirstConsumer'}"""));
        world.settle();
        assertTrue(world.events.getLast().startsWith("WaitForFirstConsumer "));
        world.classes.put("fast", Fixtures.object(StorageClass.KIND, "fast", "{'provisioner': 'example.com/disk'}"));
        world.settle();
        assertTrue(world.events.getLast().startsWith("ExternalProvisioning "));
        assertEquals(
                "example.com/disk",
                Optional.ofNullable(world.claims.get("c"))
                        .orElseThrow()
                        .annotations()
                        .get("volume.kubernetes.io/storage-provisioner"));
    }
}
