package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.selector.Requirement;
import java.util.ArrayList;
import java.util.List;

/**
 * One topology spread constraint of a pod.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/">Pod Topology
 * Spread Constraints</a>.
 *
 * @param hard whether it forbids, rather than only advises
 * @param affinityCounts whether nodes that the pod's node affinity excludes are left out
 * @param taintsCount whether nodes whose taints the pod does not tolerate are left out
 */
public record SpreadConstraint(
        boolean hard,
        int maxSkew,
        String topologyKey,
        LabelSelector selector,
        int minDomains,
        boolean affinityCounts,
        boolean taintsCount) {

    static List<SpreadConstraint> of(JsonList constraints, JsonMap labels) {
        return constraints.maps().map(c -> of(c, labels)).toList();
    }

    private static SpreadConstraint of(JsonMap constraint, JsonMap labels) {
        var base = constraint.has("labelSelector")
                ? LabelSelector.of(constraint.map("labelSelector"))
                : LabelSelector.NOTHING;
        var requirements = new ArrayList<>(base.requirements());
        constraint
                .list("matchLabelKeys")
                .strings()
                .filter(labels::has)
                .forEach(key -> requirements.add(
                        new Requirement(key, Requirement.Operator.EQUALS, List.of(labels.string(key)))));
        return new SpreadConstraint(
                !constraint.string("whenUnsatisfiable").equals("ScheduleAnyway"),
                (int) constraint.number("maxSkew"),
                constraint.string("topologyKey"),
                new LabelSelector(requirements),
                (int) Math.max(1, constraint.number("minDomains")),
                !constraint.string("nodeAffinityPolicy").equals("Ignore"),
                constraint.string("nodeTaintsPolicy").equals("Honor"));
    }

    /** One of the constraints that hold for pods without any. */
    public static SpreadConstraint ofDefault(SpreadConstraint model, LabelSelector selector) {
        return new SpreadConstraint(
                model.hard,
                model.maxSkew,
                model.topologyKey,
                selector,
                model.minDomains,
                model.affinityCounts,
                model.taintsCount);
    }

    /** A constraint as a configuration gives it, without a selector. */
    public static SpreadConstraint model(JsonMap constraint) {
        return of(constraint, JsonMap.EMPTY);
    }
}
