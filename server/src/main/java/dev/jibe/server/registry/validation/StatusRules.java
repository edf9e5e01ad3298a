package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.function.BiConsumer;

/** What the status subresource takes of workloads and the like. */
final class StatusRules {

    private static final String COLLISIONS = "collisionCount";
    private static final List<String> CLAIMED = List.of("storage");
    private static final List<String> RESIZES = List.of(
            "ControllerResizeInProgress",
            "ControllerResizeInfeasible",
            "NodeResizeInProgress",
            "NodeResizeInfeasible",
            "NodeResizePending");

    private StatusRules() {}

    static void deployment(Place object) {
        counts(object, List.of("updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas"));
    }

    static void replicaSet(Place object) {
        counts(object, List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas"));
    }

    static void statefulSet(Place object) {
        counts(
                object,
                List.of("readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"),
                "status.readyReplicas");
    }

    /** The count of collisions only grows. */
    static void collisions(Place object, JsonMap old) {
        var status = object.in("status");
        var before = old.map("status");
        boolean fell = before.has(COLLISIONS)
                && (!status.has(COLLISIONS) || status.number(COLLISIONS) < before.number(COLLISIONS));
        if (fell) {
            status.invalid(COLLISIONS, status.number(COLLISIONS), "cannot be decremented");
        }
    }

    private static void counts(Place object, List<String> keys) {
        counts(object, keys, "readyReplicas");
    }

    private static void counts(Place object, List<String> keys, String ready) {
        var status = object.in("status");
        status.notNegative("replicas");
        for (var key : keys) {
            status.notNegative(key);
        }
        status.notNegative("observedGeneration");
        status.notNegative(COLLISIONS);
        status.notNegative("terminatingReplicas");
        for (var key : keys) {
            if (!key.equals("unavailableReplicas") && status.number(key) > status.number("replicas")) {
                status.invalid(key, status.number(key), "cannot be greater than status.replicas");
            }
        }
        if (status.number("availableReplicas") > status.number("readyReplicas")) {
            status.invalid("availableReplicas", status.number("availableReplicas"), "cannot be greater than " + ready);
        }
    }

    static void daemonSet(Place object) {
        var status = object.in("status");
        for (var key : List.of(
                "currentNumberScheduled",
                "numberMisscheduled",
                "desiredNumberScheduled",
                "numberReady",
                "observedGeneration",
                "updatedNumberScheduled",
                "numberAvailable",
                "numberUnavailable",
                COLLISIONS)) {
            status.notNegative(key);
        }
    }

    static void autoscaler(Place object) {
        var status = object.in("status");
        status.notNegative("currentReplicas");
        status.notNegative("desiredReplicas");
    }

    static void budget(Place object) {
        var status = object.in("status");
        ConditionRules.check(status);
        for (var key : List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")) {
            status.notNegative(key);
        }
    }

    static void namespace(Place object) {
        var status = object.in("status");
        boolean going = object.map("metadata").has("deletionTimestamp");
        var phase = status.text("phase");
        if (going && !phase.equals("Terminating")) {
            status.invalid("Phase", phase, "may only be 'Terminating' if `deletionTimestamp` is not empty");
        } else if (!going && !phase.equals("Active")) {
            status.invalid("Phase", phase, "may only be 'Active' if `deletionTimestamp` is empty");
        }
    }

    static void claim(Place object) {
        var status = object.in("status");
        var capacity = status.map("capacity");
        for (int i = 0; i < capacity.size(); i++) {
            var name = capacity.keyAt(i);
            var text = capacity.string(name);
            if (text.startsWith("-")) {
                status.invalid("capacity[" + name + "]", new GoText(text), "must be a valid resource quantity");
            }
        }
        claimed(status, "allocatedResourceStatuses", (name, value) -> {
            if (!RESIZES.contains(value)) {
                status.unsupported("allocatedResourceStatuses", name, RESIZES);
            }
        });
        claimed(status, "allocatedResources", (name, value) -> {});
    }

    /** Of claims only storage is kept count of, and what has a domain of its own. */
    private static void claimed(Place status, String key, BiConsumer<String, Object> rule) {
        var names = status.map(key);
        for (int i = 0; i < names.size(); i++) {
            var name = names.keyAt(i);
            var wrong = Formats.qualifiedName(name);
            status.invalid(key, name, wrong);
            if (wrong.isEmpty() && name.indexOf('/') < 0 && !CLAIMED.contains(name)) {
                status.unsupported(key, name, CLAIMED);
            }
            rule.accept(name, names.valueAt(i));
        }
    }

    static void policy(Place object) {
        var status = object.in("status");
        if (status.has("typeChecking")) {
            status.in("typeChecking").each("expressionWarnings", warning -> {
                warning.need("fieldRef");
                warning.need("warning");
            });
        }
        ConditionRules.check(status);
    }
}
