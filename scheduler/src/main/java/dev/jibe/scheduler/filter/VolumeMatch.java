package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.NodeTerm;
import dev.jibe.scheduler.snapshot.Reservations;
import dev.jibe.scheduler.snapshot.VolumePlan;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.Optional;
import java.util.Set;

/**
 * The search for the smallest volume that satisfies a claim and can be reached from a node.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding">Binding</a>.
 */
final class VolumeMatch {

    private VolumeMatch() {}

    static Quantity requestedBytes(JsonMap claim) {
        return quantity(claim.map("spec").map("resources").map("requests").string("storage"));
    }

    static Quantity quantity(String text) {
        return text.isEmpty() ? Quantity.ZERO : Quantity.parse(text);
    }

    static Optional<JsonMap> find(
            JsonMap claim, NodeInfo node, Volumes known, Reservations reservations, Set<String> taken) {
        JsonMap best = null;
        var key = VolumePlan.key(claim);
        for (var volume : known.volumesOf(claim.map("spec").string("storageClassName"))) {
            var name = volume.map("metadata").string("name");
            var promised = reservations.claimOf(name);
            boolean free = !taken.contains(name) && (promised.isEmpty() || promised.equals(key));
            if (!free || !suits(volume, claim, node)) {
                continue;
            }
            if (isFor(volume, claim)) {
                return Optional.of(volume);
            }
            if (isFree(volume) && (best == null || capacity(volume).compareTo(capacity(best)) < 0)) {
                best = volume;
            }
        }
        return Optional.ofNullable(best);
    }

    static Quantity capacity(JsonMap volume) {
        return quantity(volume.map("spec").map("capacity").string("storage"));
    }

    private static boolean isFree(JsonMap volume) {
        return !volume.map("spec").has("claimRef")
                && volume.map("status").string("phase").equals("Available");
    }

    /** Whether the volume was set aside for the claim. */
    private static boolean isFor(JsonMap volume, JsonMap claim) {
        var reference = volume.map("spec").map("claimRef");
        var metadata = claim.map("metadata");
        var uid = reference.string("uid");
        return reference.string("name").equals(metadata.string("name"))
                && reference.string("namespace").equals(metadata.string("namespace"))
                && (uid.isEmpty() || uid.equals(metadata.string("uid")));
    }

    private static boolean suits(JsonMap volume, JsonMap claim, NodeInfo node) {
        var has = volume.map("spec");
        var wants = claim.map("spec");
        var affinity = has.map("nodeAffinity");
        return capacity(volume).compareTo(requestedBytes(claim)) >= 0
                && !volume.map("metadata").has("deletionTimestamp")
                && mode(has).equals(mode(wants))
                && has.string("volumeAttributesClassName").equals(wants.string("volumeAttributesClassName"))
                && has.list("accessModes")
                        .strings()
                        .toList()
                        .containsAll(wants.list("accessModes").strings().toList())
                && (!wants.has("selector")
                        || LabelSelector.of(wants.map("selector"))
                                .matches(volume.map("metadata").map("labels")))
                && (!affinity.has("required")
                        || NodeTerm.anyMatches(NodeTerm.ofSelector(affinity.map("required")), node));
    }

    private static String mode(JsonMap spec) {
        var mode = spec.string("volumeMode");
        return mode.isEmpty() ? "Filesystem" : mode;
    }
}
