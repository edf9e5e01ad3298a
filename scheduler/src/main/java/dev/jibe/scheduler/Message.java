package dev.jibe.scheduler;

import dev.jibe.client.cache.Change;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.snapshot.PodInfo;
import org.jspecify.annotations.Nullable;

/** What the scheduler's thread is told. */
sealed interface Message {

    record PodChanged(Change<Pod> change) implements Message {}

    record NodeChanged(Change<Node> change) implements Message {}

    record GroupChanged(Change<PodGroup> change) implements Message {}

    /** A binding was written, or not. */
    record BindingEnded(
            PodInfo pod, Decision.Bind decision, @Nullable RuntimeException failure) implements Message {}

    /** Volumes are not what they were. */
    record VolumesChanged() implements Message {}

    /** Claims of devices, classes or devices are not what they were. */
    record DevicesChanged() implements Message {}

    /** Labels of namespaces are not what they were. */
    record NamespacesChanged() implements Message {}

    /** Room could not be made for a pod. */
    record PreemptionFailed(PodInfo pod) implements Message {}

    /** Time has come to look at the queue again. */
    record Tick() implements Message {}
}
