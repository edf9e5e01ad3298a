package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.NodeTerm;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a pod on nodes that its bound volumes can be reached from, and off all nodes while claims are not ready.
 *
 * <p>Claims of classes that wait for the first consumer and are not bound yet restrict nothing.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity">Node Affinity</a>.
 */
final class VolumeBinding {

    private static final String BOUND = "pv.kubernetes.io/bind-completed";
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    private final List<JsonMap> volumes = new ArrayList<>();
    private boolean missing;
    private Optional<String> refusal = Optional.empty();

    VolumeBinding(PodInfo pod, Volumes known) {
        boolean immediate = false;
        for (var volume : pod.claims()) {
            var name = claimName(pod, volume);
            var claim = known.claim(pod.pod().namespace(), name);
            refusal = claim.isPresent() ? problem(claim.get(), name) : Optional.of(absent(volume, name));
            if (refusal.isPresent()) {
                return;
            }
            var spec = claim.get().map("spec");
            if (isBound(claim.get())) {
                var bound = known.volume(spec.string("volumeName"));
                bound.ifPresent(volumes::add);
                missing |= bound.isEmpty();
            } else {
                immediate |= !spec.string("volumeName").isEmpty() || !waitsForConsumer(claim.get(), known);
            }
        }
        if (immediate) {
            refusal = Optional.of("pod has unbound immediate PersistentVolumeClaims");
        }
    }

    private static String claimName(PodInfo pod, JsonMap volume) {
        return volume.has("ephemeral")
                ? pod.pod().name() + "-" + volume.string("name")
                : volume.map("persistentVolumeClaim").string("claimName");
    }

    private static String absent(JsonMap volume, String name) {
        return volume.has("ephemeral")
                ? "waiting for ephemeral volume controller to create the persistentvolumeclaim \"" + name + "\""
                : "persistentvolumeclaim \"" + name + "\" not found";
    }

    private static Optional<String> problem(JsonMap claim, String name) {
        if (claim.map("status").string("phase").equals("Lost")) {
            var volume = claim.map("spec").string("volumeName");
            return Optional.of(
                    "persistentvolumeclaim \"" + name + "\" bound to non-existent persistentvolume \"" + volume + "\"");
        }
        return claim.map("metadata").has("deletionTimestamp")
                ? Optional.of("persistentvolumeclaim \"" + name + "\" is being deleted")
                : Optional.empty();
    }

    private static boolean isBound(JsonMap claim) {
        return !claim.map("spec").string("volumeName").isEmpty()
                && claim.map("metadata").map("annotations").has(BOUND);
    }

    private static boolean waitsForConsumer(JsonMap claim, Volumes known) {
        return claim.map("metadata").map("annotations").has(SELECTED_NODE)
                || known.storageClass(claim.map("spec").string("storageClassName"))
                        .filter(it -> it.string("volumeBindingMode").equals("WaitForFirstConsumer"))
                        .isPresent();
    }

    /** Why the pod can be nowhere yet. */
    Optional<String> refusal() {
        return refusal;
    }

    Rejection reject(NodeInfo node) {
        if (missing) {
            return Rejection.lasting(
                    Plugin.VOLUME_BINDING, "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)");
        }
        for (var volume : volumes) {
            var affinity = volume.map("spec").map("nodeAffinity");
            if (affinity.has("required") && !NodeTerm.anyMatches(NodeTerm.ofSelector(affinity.map("required")), node)) {
                return Rejection.lasting(
                        Plugin.VOLUME_BINDING, "node(s) didn't match PersistentVolume's node affinity");
            }
        }
        return Rejection.NONE;
    }
}
