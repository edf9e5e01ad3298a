package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;

/** What keeps pods off a node, or only makes it less welcome. */
public record Taint(String key, String value, String effect) {

    /** The taint that a cordoned node has for the scheduler. */
    public static final Taint UNSCHEDULABLE = new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule");

    static List<Taint> of(JsonList taints) {
        return taints.maps().map(Taint::of).toList();
    }

    private static Taint of(JsonMap taint) {
        return new Taint(taint.string("key"), taint.string("value"), taint.string("effect"));
    }

    /** Whether it only makes the node less welcome. */
    public boolean isSoft() {
        return effect.equals("PreferNoSchedule");
    }
}
