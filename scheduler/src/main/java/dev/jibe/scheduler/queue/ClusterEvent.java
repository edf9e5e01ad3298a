package dev.jibe.scheduler.queue;

import dev.jibe.object.api.v1.Node;
import dev.jibe.scheduler.snapshot.PodInfo;

/** What has changed in the cluster, as far as it could help pods that wait. */
public sealed interface ClusterEvent {

    record NodeAdded(Node node) implements ClusterEvent {}

    record NodeUpdated(Node before, Node now) implements ClusterEvent {}

    record NodeGone(Node node) implements ClusterEvent {}

    /** A pod was given a node. */
    record PodPlaced(PodInfo pod) implements ClusterEvent {}

    /** A pod has other labels, asks for less, or begins to leave. */
    record PodChanged(PodInfo before, PodInfo now) implements ClusterEvent {}

    /** A pod is no longer on its node, or no longer expected there. */
    record PodGone(PodInfo pod) implements ClusterEvent {}

    /** Claims, volumes, classes or what nodes say of drivers. */
    record VolumesChanged() implements ClusterEvent {}

    /** Claims of devices, their classes or what is on offer. */
    record DevicesChanged() implements ClusterEvent {}

    /** Labels of namespaces, which affinity terms may ask for. */
    record NamespacesChanged() implements ClusterEvent {}

    /** Something that is not known in more detail. */
    record Anything() implements ClusterEvent {}

    /** Upstream's name of it. */
    default String title() {
        return switch (this) {
            case NodeAdded ignored -> "NodeAdd";
            case NodeUpdated ignored -> "NodeUpdate";
            case NodeGone ignored -> "NodeDelete";
            case PodPlaced ignored -> "AssignedPodAdd";
            case PodChanged ignored -> "AssignedPodUpdate";
            case PodGone ignored -> "AssignedPodDelete";
            case VolumesChanged ignored -> "PersistentVolumeClaimUpdate";
            case DevicesChanged ignored -> "ResourceClaimUpdate";
            case NamespacesChanged ignored -> "NamespaceUpdate";
            case Anything ignored -> "WildCardEvent";
        };
    }
}
