package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.Optional;

/**
 * Whether a volume for a claim can be made where a node can reach it.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/storage-capacity/">Storage Capacity</a>.
 */
final class Provisioning {

    enum Answer {
        POSSIBLE,
        IMPOSSIBLE,
        NO_SPACE
    }

    private final Volumes known;

    Provisioning(Volumes known) {
        this.known = known;
    }

    Answer judge(JsonMap claim, NodeInfo node) {
        var name = claim.map("spec").string("storageClassName");
        var found = known.storageClass(name);
        if (found.isEmpty()) {
            return Answer.IMPOSSIBLE;
        }
        var storageClass = found.get();
        var provisioner = storageClass.string("provisioner");
        if (provisioner.isEmpty() || provisioner.equals("kubernetes.io/no-provisioner")) {
            return Answer.IMPOSSIBLE;
        }
        if (!allows(storageClass, node)) {
            return Answer.IMPOSSIBLE;
        }
        return !tells(provisioner)
                        || space(name, VolumeMatch.requestedBytes(claim), node).isPresent()
                ? Answer.POSSIBLE
                : Answer.NO_SPACE;
    }

    /** How much there is on a node of what the claim's volume would be made of, if that is told. */
    Optional<Quantity> space(JsonMap claim, NodeInfo node) {
        var name = claim.map("spec").string("storageClassName");
        return known.storageClass(name)
                .filter(it -> tells(it.string("provisioner")))
                .flatMap(it -> space(name, VolumeMatch.requestedBytes(claim), node))
                .map(capacity -> VolumeMatch.quantity(capacity.string("capacity")));
    }

    private static boolean allows(JsonMap storageClass, NodeInfo node) {
        var topologies = storageClass.list("allowedTopologies");
        return topologies.isEmpty()
                || topologies.maps().anyMatch(term -> {
                    var expressions = term.list("matchLabelExpressions");
                    return !expressions.isEmpty()
                            && expressions
                                    .maps()
                                    .allMatch(e -> node.labels().has(e.string("key"))
                                            && e.list("values")
                                                    .strings()
                                                    .anyMatch(node.labels().string(e.string("key"))::equals));
                });
    }

    /** Whether it is told how much space there is for volumes of this sort. */
    private boolean tells(String provisioner) {
        return known.driver(provisioner)
                .filter(driver -> driver.map("spec").bool("storageCapacity"))
                .isPresent();
    }

    private Optional<JsonMap> space(String storageClass, Quantity size, NodeInfo node) {
        return known.capacities(storageClass).stream()
                .filter(capacity -> isEnough(capacity, size) && isReachable(capacity, node))
                .findFirst();
    }

    private static boolean isEnough(JsonMap capacity, Quantity size) {
        var largest = capacity.string("maximumVolumeSize");
        var limit = largest.isEmpty() ? capacity.string("capacity") : largest;
        return !limit.isEmpty() && Quantity.parse(limit).compareTo(size) >= 0;
    }

    private static boolean isReachable(JsonMap capacity, NodeInfo node) {
        return capacity.has("nodeTopology")
                && LabelSelector.of(capacity.map("nodeTopology")).matches(node.labels());
    }
}
