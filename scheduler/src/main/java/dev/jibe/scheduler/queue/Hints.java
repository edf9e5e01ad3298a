package dev.jibe.scheduler.queue;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.filter.OwnFit;
import dev.jibe.scheduler.snapshot.AffinityTerm;
import dev.jibe.scheduler.snapshot.HostPort;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Resources;
import dev.jibe.scheduler.snapshot.Template;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which events may help a pod that some plugins have rejected. In doubt one does.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/scheduling-framework/#queueinghint">QueueingHint</a>.
 */
final class Hints {

    private final Function<String, JsonMap> namespaceLabels;
    private final Function<Template, Profile> profiles;
    private final Function<Template, Set<String>> madeUp;

    /** @param madeUp resources that devices make up where a node has none of them */
    Hints(
            Function<String, JsonMap> namespaceLabels,
            Function<Template, Profile> profiles,
            Function<Template, Set<String>> madeUp) {
        this.namespaceLabels = namespaceLabels;
        this.profiles = profiles;
        this.madeUp = madeUp;
    }

    /** Whether to try a pod again that these plugins rejected; none means that there were no nodes. */
    boolean mayHelp(ClusterEvent event, PodInfo pod, Set<Plugin> plugins) {
        if (plugins.contains(Plugin.EXTENDER)) {
            return true; // nobody knows what extenders look at
        }
        return switch (event) {
            case ClusterEvent.Anything() -> true;
            case ClusterEvent.NodeAdded(var node) ->
                plugins.isEmpty()
                        || looksAround(plugins)
                        || plugins.stream().anyMatch(plugin -> passes(plugin, pod, NodeInfo.empty(node)));
            case ClusterEvent.NodeUpdated(var before, var now) -> updatedNodeMayHelp(before, now, pod, plugins);
            case ClusterEvent.NodeGone ignored -> looksAround(plugins);
            case ClusterEvent.PodPlaced(var other) -> newPodMayHelp(other.template(), pod.template(), plugins);
            case ClusterEvent.PodChanged(var before, var now) -> changedPodMayHelp(before, now, pod, plugins);
            case ClusterEvent.PodGone(var other) -> gonePodMayHelp(other, pod, plugins);
            case ClusterEvent.VolumesChanged() -> plugins.stream().anyMatch(Hints::isAboutVolumes);
            case ClusterEvent.DevicesChanged() ->
                plugins.contains(Plugin.DYNAMIC_RESOURCES)
                        || (plugins.contains(Plugin.NODE_RESOURCES_FIT)
                                && !madeUp.apply(pod.template()).isEmpty());
            case ClusterEvent.NamespacesChanged() -> plugins.contains(Plugin.INTER_POD_AFFINITY);
        };
    }

    private static boolean isAboutVolumes(Plugin plugin) {
        return switch (plugin) {
            case VOLUME_BINDING, VOLUME_ZONE, VOLUME_RESTRICTIONS, NODE_VOLUME_LIMITS -> true;
            default -> false;
        };
    }

    /** Whether this plugin would let the pod be on the node if nothing else were there. */
    private boolean passes(Plugin plugin, PodInfo pod, NodeInfo node) {
        var template = pod.template();
        return OwnFit.passes(plugin, template, node, profiles.apply(template), madeUp.apply(template));
    }

    private boolean updatedNodeMayHelp(Node before, Node now, PodInfo pod, Set<Plugin> plugins) {
        if (plugins.isEmpty()) {
            return true;
        }
        var old = NodeInfo.empty(before);
        var info = NodeInfo.empty(now);
        boolean labels = !old.labels().equals(info.labels());
        boolean taints = !old.taints().equals(info.taints());
        // Domains change for pods on all nodes, not only for those that could be on this one.
        if ((labels || taints) && looksAround(plugins)) {
            return true;
        }
        if (labels && plugins.stream().anyMatch(Hints::isAboutVolumes)) {
            return true;
        }
        boolean more = isMore(old.allocatable(), info.allocatable(), old.maxPods(), info.maxPods());
        return plugins.stream()
                .anyMatch(plugin -> passes(plugin, pod, info)
                        && (!passes(plugin, pod, old) || (more && plugin == Plugin.NODE_RESOURCES_FIT)));
    }

    private static boolean looksAround(Set<Plugin> plugins) {
        return plugins.contains(Plugin.POD_TOPOLOGY_SPREAD) || plugins.contains(Plugin.INTER_POD_AFFINITY);
    }

    private static boolean isMore(Resources before, Resources now, long podsBefore, long podsNow) {
        return now.cpuMillis() > before.cpuMillis()
                || now.memoryBytes() > before.memoryBytes()
                || now.ephemeralBytes() > before.ephemeralBytes()
                || podsNow > podsBefore
                || now.other().entrySet().stream().anyMatch(entry -> entry.getValue() > before.amount(entry.getKey()));
    }

    private boolean newPodMayHelp(Template other, Template pod, Set<Plugin> plugins) {
        return (plugins.contains(Plugin.INTER_POD_AFFINITY)
                        && isAboutAny(pod.affinity().required(), other))
                || (plugins.contains(Plugin.POD_TOPOLOGY_SPREAD) && isSpreadWith(pod, other));
    }

    private boolean changedPodMayHelp(PodInfo before, PodInfo now, PodInfo pod, Set<Plugin> plugins) {
        var old = before.template();
        var other = now.template();
        boolean labels = !old.labels().equals(other.labels());
        boolean less = isMore(other.requests(), old.requests(), 0, 0);
        boolean leaves = now.isTerminating() && !before.isTerminating();
        return (less && plugins.contains(Plugin.NODE_RESOURCES_FIT))
                || (labels && (newPodMayHelp(other, pod.template(), plugins) || parts(old, pod.template(), plugins)))
                || (leaves && plugins.contains(Plugin.POD_TOPOLOGY_SPREAD) && isSpreadWith(pod.template(), other));
    }

    private boolean gonePodMayHelp(PodInfo other, PodInfo pod, Set<Plugin> plugins) {
        return plugins.contains(Plugin.NODE_RESOURCES_FIT)
                || (plugins.contains(Plugin.NODE_PORTS) && shareAPort(other.hostPorts(), pod.hostPorts()))
                || (!other.volumes().isEmpty() && plugins.stream().anyMatch(Hints::isAboutVolumes))
                || parts(other.template(), pod.template(), plugins);
    }

    /** Whether a pod can be in another's way because of what both are. */
    private boolean parts(Template other, Template pod, Set<Plugin> plugins) {
        // Without the last of those that it wants to be near, a pod may be the first of its group.
        boolean apart = plugins.contains(Plugin.INTER_POD_AFFINITY)
                && (isAboutAny(pod.affinity().required(), other)
                        || isAboutAny(pod.affinity().requiredAnti(), other)
                        || isAboutAny(other.affinity().requiredAnti(), pod));
        return apart || (plugins.contains(Plugin.POD_TOPOLOGY_SPREAD) && isSpreadWith(pod, other));
    }

    private static boolean shareAPort(List<HostPort> ours, List<HostPort> theirs) {
        return ours.stream().anyMatch(port -> theirs.stream().anyMatch(port::conflictsWith));
    }

    private boolean isAboutAny(List<AffinityTerm> terms, Template other) {
        return terms.stream().anyMatch(term -> term.pods().selects(other, namespaceLabels));
    }

    private static boolean isSpreadWith(Template pod, Template other) {
        return pod.namespace().equals(other.namespace())
                && pod.spread().stream().anyMatch(c -> c.hard() && c.selector().matches(other.labels()));
    }
}
