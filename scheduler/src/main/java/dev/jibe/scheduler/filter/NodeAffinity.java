package dev.jibe.scheduler.filter;

import dev.jibe.object.selector.LabelSelector;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;

/** The node selector and the required node affinity of a pod. */
record NodeAffinity(PodInfo pod) implements Filter {

    @Override
    public Rejection reject(NodeInfo node) {
        return matches(pod, node)
                ? Rejection.NONE
                : Rejection.lasting("node(s) didn't match Pod's node affinity/selector");
    }

    static boolean matches(PodInfo pod, NodeInfo node) {
        var selector = pod.spec().map("nodeSelector");
        if (!selector.isEmpty() && !LabelSelector.ofLabels(selector).matches(node.labels())) {
            return false;
        }
        var affinity = pod.spec().map("affinity").map("nodeAffinity");
        return !affinity.has("requiredDuringSchedulingIgnoredDuringExecution")
                || NodeTerms.anyMatches(affinity.map("requiredDuringSchedulingIgnoredDuringExecution"), node);
    }
}
