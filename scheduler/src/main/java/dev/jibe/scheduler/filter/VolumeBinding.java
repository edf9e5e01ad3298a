package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.NodeTerm;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Reservations;
import dev.jibe.scheduler.snapshot.VolumePlan;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps a pod on nodes that its volumes can be reached from, finds or orders volumes for claims that wait for their
 * first consumer, and keeps the pod off all nodes while other claims are not ready.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode">Volume Binding
 * Mode</a>.
 */
final class VolumeBinding {

    private static final String BOUND = "pv.kubernetes.io/bind-completed";
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
    private static final Rejection NO_SUCH_VOLUME = Rejection.lasting(
            Plugin.VOLUME_BINDING, "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)");
    private static final Rejection ELSEWHERE =
            Rejection.lasting(Plugin.VOLUME_BINDING, "node(s) didn't match PersistentVolume's node affinity");
    private static final Rejection NO_VOLUME =
            Rejection.lasting(Plugin.VOLUME_BINDING, "node(s) didn't find available persistent volumes to bind");
    private static final Rejection NO_SPACE =
            Rejection.lasting(Plugin.VOLUME_BINDING, "node(s) did not have enough free storage");

    private final Volumes known;
    private final Reservations reservations;
    private final Provisioning provisioning;

    /** Where bound volumes can be reached from: one list of alternatives each. */
    private final List<List<NodeTerm>> reachable = new ArrayList<>();

    /** Claims that wait for this pod, the smallest first. */
    private final List<JsonMap> delayed = new ArrayList<>();

    private boolean missing;
    private Optional<String> refusal = Optional.empty();

    VolumeBinding(PodInfo pod, Volumes known, Reservations reservations) {
        this.known = known;
        this.reservations = reservations;
        this.provisioning = new Provisioning(known);
        boolean immediate = false;
        for (var volume : pod.volumes()) {
            var name = Claims.name(pod, volume);
            if (name.isEmpty()) {
                continue;
            }
            var claim = known.claim(pod.pod().namespace(), name);
            refusal = claim.isPresent()
                    ? problem(pod, claim.get(), name, volume.has("ephemeral"))
                    : Optional.of(absent(volume, name));
            if (refusal.isPresent()) {
                return;
            }
            if (isBound(claim.get())) {
                addBound(claim.get());
            } else if (claim.get().map("spec").string("volumeName").isEmpty() && waitsForConsumer(claim.get())) {
                delayed.add(claim.get());
            } else {
                immediate = true;
            }
        }
        delayed.sort(Comparator.comparing(VolumeMatch::requestedBytes));
        if (immediate) {
            refusal = Optional.of("pod has unbound immediate PersistentVolumeClaims");
        }
    }

    private void addBound(JsonMap claim) {
        var bound = known.volume(claim.map("spec").string("volumeName"));
        missing |= bound.isEmpty();
        bound.map(volume -> volume.map("spec").map("nodeAffinity"))
                .filter(affinity -> affinity.has("required"))
                .ifPresent(affinity -> reachable.add(NodeTerm.ofSelector(affinity.map("required"))));
    }

    private static String absent(JsonMap volume, String name) {
        return volume.has("ephemeral")
                ? "waiting for ephemeral volume controller to create the persistentvolumeclaim \"" + name + "\""
                : "persistentvolumeclaim \"" + name + "\" not found";
    }

    private static Optional<String> problem(PodInfo pod, JsonMap claim, String name, boolean isEphemeral) {
        if (claim.map("status").string("phase").equals("Lost")) {
            var volume = claim.map("spec").string("volumeName");
            return Optional.of(
                    "persistentvolumeclaim \"" + name + "\" bound to non-existent persistentvolume \"" + volume + "\"");
        }
        if (claim.map("metadata").has("deletionTimestamp")) {
            return Optional.of("persistentvolumeclaim \"" + name + "\" is being deleted");
        }
        boolean isItsOwn = claim.map("metadata")
                .list("ownerReferences")
                .maps()
                .anyMatch(owner -> owner.bool("controller")
                        && owner.string("uid").equals(pod.pod().uid()));
        if (!isEphemeral || isItsOwn) {
            return Optional.empty();
        }
        var namespace = pod.pod().namespace();
        return Optional.of("PVC " + namespace + "/" + name + " was not created for pod " + namespace + "/"
                + pod.pod().name() + " (pod is not owner)");
    }

    private static boolean isBound(JsonMap claim) {
        return !claim.map("spec").string("volumeName").isEmpty()
                && claim.map("metadata").map("annotations").has(BOUND);
    }

    private boolean waitsForConsumer(JsonMap claim) {
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
            return NO_SUCH_VOLUME;
        }
        for (var terms : reachable) {
            if (!NodeTerm.anyMatches(terms, node)) {
                return ELSEWHERE;
            }
        }
        return delayed.isEmpty() ? Rejection.NONE : find(node, new ArrayList<>(), new ArrayList<>());
    }

    /** What to do about claims if the pod goes to this node. */
    VolumePlan plan(NodeInfo node) {
        var matches = new ArrayList<VolumePlan.Match>();
        var provisions = new ArrayList<JsonMap>();
        if (!delayed.isEmpty()) {
            find(node, matches, provisions);
        }
        return new VolumePlan(List.copyOf(matches), List.copyOf(provisions));
    }

    /**
     * How much of the node's storage the pod would use, by storage class: of the volumes that it would take if it took any, else
     * of what volumes would be made of.
     */
    Collection<StorageUse> uses(NodeInfo node) {
        var plan = plan(node);
        var uses = new TreeMap<String, StorageUse>();
        for (var match : plan.matches()) {
            var use = new StorageUse(
                    bytes(match.claim()), VolumeMatch.capacity(match.volume()).value());
            uses.merge(storageClass(match.claim()), use, StorageUse::and);
        }
        if (!uses.isEmpty()) {
            return uses.values();
        }
        for (var claim : plan.provisions()) {
            provisioning
                    .space(claim, node)
                    .ifPresent(space -> uses.merge(
                            storageClass(claim), new StorageUse(bytes(claim), space.value()), StorageUse::ofTheSame));
        }
        return uses.values();
    }

    private static String storageClass(JsonMap claim) {
        return claim.map("spec").string("storageClassName");
    }

    private static long bytes(JsonMap claim) {
        return VolumeMatch.requestedBytes(claim).value();
    }

    private Rejection find(NodeInfo node, List<VolumePlan.Match> matches, List<JsonMap> provisions) {
        var taken = new HashSet<String>();
        for (var claim : delayed) {
            var chosen = chosenNode(claim);
            if (!chosen.isEmpty() && !chosen.equals(node.name())) {
                return NO_VOLUME;
            }
            var match = claim.map("metadata").map("annotations").has(SELECTED_NODE)
                    ? Optional.<JsonMap>empty()
                    : VolumeMatch.find(claim, node, known, reservations, taken);
            if (match.isPresent()) {
                taken.add(match.get().map("metadata").string("name"));
                matches.add(new VolumePlan.Match(claim, match.get()));
                continue;
            }
            var answer = provisioning.judge(claim, node);
            if (answer != Provisioning.Answer.POSSIBLE) {
                return answer == Provisioning.Answer.NO_SPACE ? NO_SPACE : NO_VOLUME;
            }
            provisions.add(claim);
        }
        return Rejection.NONE;
    }

    private String chosenNode(JsonMap claim) {
        var written = claim.map("metadata").map("annotations").string(SELECTED_NODE);
        return written.isEmpty() ? reservations.nodeOf(VolumePlan.key(claim)) : written;
    }
}
