package dev.jibe.controllers.attachdetach;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.attachdetach.Action.Attach;
import dev.jibe.controllers.attachdetach.Action.Detach;
import dev.jibe.controllers.attachdetach.Action.Report;
import dev.jibe.controllers.attachdetach.Action.Tell;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.storage.v1.VolumeAttachment;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttachPlanTest {
    private static final String IN_USE = "'volumesInUse': ['kubernetes.io/csi/d^h']";

    private static Node node(String status) {
        return Fixtures.object(Node.KIND, "n", """
                {'metadata': {'annotations': {'%s': 'true'}}, 'status': {%s}}""".formatted(AttachPlan.MANAGED, status));
    }

    private static Wanted wanted() {
        var volume = Fixtures.object(PersistentVolume.KIND, "v", """
                {'spec': {'csi': {'driver': 'd', 'volumeHandle': 'h'}, 'accessModes': ['ReadWriteOnce']}}""");
        return Wanted.of(volume, List.of(Fixtures.object(Pod.KIND, "p", "{}")));
    }

    private static VolumeAttachment attachment(String node, boolean isAttached) {
        var tree = wanted().attachment(node).tree().withAt("uid of " + node, "metadata", "uid");
        return new VolumeAttachment(isAttached ? tree.with("status", JsonMap.of("attached", true)) : tree);
    }

    private static AttachPlan plan(Node node, boolean isWanted, VolumeAttachment... attachments) {
        return AttachPlan.of(new AttachPlan.Observed(
                "n",
                Optional.of(node),
                isWanted ? List.of(wanted()) : List.of(),
                List.of(attachments),
                name -> NOW.minusSeconds(60),
                NOW));
    }

    @Test
    void attachesWhatPodsMount() {
        var attach =
                assertInstanceOf(Attach.class, plan(node(""), true).actions().getFirst());
        // The name under which external attachers and nodes look for it: the digest of "hdn".
        assertEquals("csi-9072ed11cc1acb5f", attach.attachment().name().substring(0, 20));
        assertEquals("v", attach.attachment().spec().source().persistentVolumeName());
        assertEquals(
                List.of(), plan(Fixtures.object(Node.KIND, "n", "{}"), true).actions());
    }

    @Test
    void oneNodeAtATime() {
        var tell = assertInstanceOf(
                Tell.class,
                plan(node(""), true, attachment("other", true)).actions().getFirst());
        assertEquals("FailedAttachVolume", tell.reason());
    }

    @Test
    void tellsTheNodeWhatIsThere() {
        var actions = plan(node(""), true, attachment("n", true)).actions();
        assertEquals(
                "SuccessfulAttachVolume",
                assertInstanceOf(Tell.class, actions.get(0)).reason());
        assertEquals(
                "kubernetes.io/csi/d^h",
                assertInstanceOf(Report.class, actions.get(1))
                        .volumes()
                        .getFirst()
                        .name());
        assertEquals(List.of(), plan(node(""), true, attachment("n", false)).actions());
    }

    @Test
    void detachesOnceTheNodeHasLetGo() {
        assertInstanceOf(
                Detach.class,
                plan(node(""), false, attachment("n", true)).actions().getFirst());
        var held = plan(node(IN_USE), false, attachment("n", true));
        assertEquals(List.of(), held.actions());
        assertEquals(Optional.of(Duration.ofMinutes(5)), held.recheck());
    }

    @Test
    void aNodeOutOfServiceNeedNotLetGo() {
        var node = node(IN_USE);
        var out = new Node(node.tree()
                .with(
                        "spec",
                        dev.jibe.object.json.Json.parseMap(
                                "{\"taints\": [{\"key\": \"node.kubernetes.io/out-of-service\"}]}")));
        assertInstanceOf(
                Detach.class, plan(out, false, attachment("n", true)).actions().getFirst());
    }
}
