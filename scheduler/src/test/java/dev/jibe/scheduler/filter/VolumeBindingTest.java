package dev.jibe.scheduler.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VolumeBindingTest {

    private static final String AT_A = "{'spec':{'nodeAffinity':{'required':{'nodeSelectorTerms':"
            + "[{'matchExpressions':[{'key':'zone','operator':'In','values':['a']}]}]}}}}";

    /** One claim, the volume {@code v} in zone a, and the class {@code late}. */
    private record Known(String claim) implements Volumes {
        @Override
        public Optional<JsonMap> claim(String namespace, String name) {
            return claim.isEmpty() ? Optional.empty() : Optional.of(Cluster.json(claim));
        }

        @Override
        public Optional<JsonMap> volume(String name) {
            return name.equals("v") ? Optional.of(Cluster.json(AT_A)) : Optional.empty();
        }

        @Override
        public Optional<JsonMap> storageClass(String name) {
            return name.equals("late")
                    ? Optional.of(Cluster.json("{'provisioner':'p','volumeBindingMode':'WaitForFirstConsumer'}"))
                    : Optional.empty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{'metadata':{'annotations':{'pv.kubernetes.io/bind-completed':'yes'}},'spec':{'volumeName':'v'}} | a",
                "{'metadata':{'annotations':{'pv.kubernetes.io/bind-completed':'yes'}},'spec':{'volumeName':'w'}}"
                        + " | 2 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)",
                "{'spec':{'volumeName':'v'}} | pod has unbound immediate PersistentVolumeClaims",
                "{'spec':{}} | pod has unbound immediate PersistentVolumeClaims",
                "{'spec':{'storageClassName':'late'}} | b",
                "{'metadata':{'deletionTimestamp':'x'}} | persistentvolumeclaim \"data\" is being deleted",
                "`` | persistentvolumeclaim \"data\" not found",
            })
    void keepsPodsWhereTheirVolumesAre(String claim, String expected) {
        var volume = "'persistentVolumeClaim':{'claimName':'data'}";
        assertEquals(expected, decide(claim, "p", volume));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'spec':{}} | PVC default/p-d was not created for pod default/p (pod is not owner)",
                "{'metadata':{'ownerReferences':[{'uid':'p'}]}} | PVC default/p-d was not created for pod"
                        + " default/p (pod is not owner)",
                "{'metadata':{'ownerReferences':[{'uid':'p','controller':true}]}} | pod has unbound immediate"
                        + " PersistentVolumeClaims",
                "`` | waiting for ephemeral volume controller to create the persistentvolumeclaim \"p-d\""
            })
    void ephemeralVolumesHaveClaimsOfTheirOwn(String claim, String expected) {
        assertEquals(expected, decide(claim, "p", "'ephemeral':{}"));
    }

    private static String decide(String claim, String name, String volume) {
        var pod = Cluster.pod(name, 0, 100, name, "{'volumes':[{'name':'d',%s}]}".formatted(volume));
        var cluster = new Cluster().node("a", 1000, "a").node("b", 2000, "b").volumes(new Known(claim));
        return switch (cluster.decide(pod)) {
            case Decision.Bind(var node, var volumes, var devices) -> node;
            case Decision.Failed failed -> "fails";
            case Decision.Free free -> "frees";
            case Decision.Preempt preempt -> "preempts";
            case Decision.Unschedulable(var message, var settled, var plugins) ->
                message.substring("0/2 nodes are available: ".length(), message.indexOf(". no"));
        };
    }
}
