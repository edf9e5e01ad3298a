package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Taint;
import dev.jibe.scheduler.snapshot.Template;
import dev.jibe.scheduler.snapshot.Toleration;
import java.util.Set;

/** The conditions that look at nothing but the node and the pods on it, in upstream's order. */
public final class OwnFit {

    private static final Rejection CORDONED =
            Rejection.lasting(Plugin.NODE_UNSCHEDULABLE, "node(s) were unschedulable");
    private static final Rejection TAINTED =
            Rejection.lasting(Plugin.TAINT_TOLERATION, "node(s) had untolerated taint(s)");
    private static final Rejection NOT_WANTED =
            Rejection.lasting(Plugin.NODE_AFFINITY, "node(s) didn't match Pod's node affinity/selector");
    private static final Rejection NOT_ADDED =
            Rejection.lasting(Plugin.NODE_AFFINITY, "node(s) didn't match scheduler-enforced node affinity");
    private static final Rejection PORT_TAKEN =
            Rejection.curable(Plugin.NODE_PORTS, "node(s) didn't have free ports for the requested pod ports");

    private OwnFit() {}

    /**
     * Why a pod of the template cannot be on the node; no reasons if it can.
     *
     * @param madeUp resources that devices make up where the node has none of them
     */
    public static Rejection reject(Template pod, NodeInfo node, Profile profile, Set<String> madeUp) {
        if (profile.has(Plugin.NODE_UNSCHEDULABLE) && isClosed(pod, node)) {
            return CORDONED;
        }
        if (!node.taints().isEmpty() && profile.has(Plugin.TAINT_TOLERATION) && !toleratesAll(pod, node)) {
            return TAINTED;
        }
        if (profile.has(Plugin.NODE_AFFINITY)) {
            if (!profile.addedAffinity().allows(node)) {
                return NOT_ADDED;
            }
            if (!pod.nodes().allows(node)) {
                return NOT_WANTED;
            }
        }
        if (!pod.hostPorts().isEmpty() && profile.has(Plugin.NODE_PORTS) && portTaken(pod, node)) {
            return PORT_TAKEN;
        }
        return profile.has(Plugin.NODE_RESOURCES_FIT)
                ? NodeResourcesFit.reject(pod, node, profile.fit(), madeUp)
                : Rejection.NONE;
    }

    /** Whether this plugin alone would let the pod be there; one that looks at more than a node always would. */
    public static boolean passes(Plugin plugin, Template pod, NodeInfo node, Profile profile, Set<String> madeUp) {
        return switch (plugin) {
            case NODE_UNSCHEDULABLE -> !isClosed(pod, node);
            case TAINT_TOLERATION -> toleratesAll(pod, node);
            case NODE_AFFINITY ->
                profile.addedAffinity().allows(node) && pod.nodes().allows(node);
            case NODE_PORTS -> !portTaken(pod, node);
            case NODE_RESOURCES_FIT ->
                NodeResourcesFit.reject(pod, node, profile.fit(), madeUp).isNone();
            default -> true;
        };
    }

    private static boolean isClosed(Template pod, NodeInfo node) {
        return node.isCordoned() && !Toleration.anyOf(pod.tolerations(), Taint.UNSCHEDULABLE);
    }

    private static boolean toleratesAll(Template pod, NodeInfo node) {
        for (var taint : node.taints()) {
            if (!Toleration.anyOf(pod.tolerations(), taint)) {
                return false;
            }
        }
        return true;
    }

    private static boolean portTaken(Template pod, NodeInfo node) {
        for (var taken : node.ports()) {
            for (var wanted : pod.hostPorts()) {
                if (taken.conflictsWith(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }
}
