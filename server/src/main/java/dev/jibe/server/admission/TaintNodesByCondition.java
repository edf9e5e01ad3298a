package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Attributes.Operation;

/** Keeps pods off a new node until it has said that it is ready. */
public final class TaintNodesByCondition implements Admission.Mutating {

    @Override
    public JsonMap mutate(Attributes attributes) {
        var node = attributes.object();
        if (attributes.operation() != Operation.CREATE || !attributes.isOf("", "nodes")) {
            return node;
        }
        var taints = node.map("spec").list("taints");
        boolean there = taints.maps()
                .anyMatch(t -> t.string("key").equals("node.kubernetes.io/not-ready")
                        && t.string("effect").equals("NoSchedule"));
        var taint = JsonMap.of("key", "node.kubernetes.io/not-ready", "effect", "NoSchedule");
        return there ? node : node.with("spec", node.map("spec").with("taints", taints.with(taint)));
    }
}
