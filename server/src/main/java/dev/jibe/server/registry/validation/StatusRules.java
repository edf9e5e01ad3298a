package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.List;

/** What the status subresource takes of workloads and the like. */
final class StatusRules {

    private static final String COLLISIONS = "collisionCount";
    private static final int MAX_ATTACHED_BYTES = 256 << 10;
    private static final int MAX_ERROR_BYTES = 1024;
    private static final List<String> CLAIMED = List.of("storage");
    private static final List<String> RESIZES = List.of(
            "ControllerResizeInProgress",
            "ControllerResizeInfeasible",
            "NodeResizeInProgress",
            "NodeResizeInfeasible",
            "NodeResizePending");

    private StatusRules() {}

    static void deployment(Place object) {
        notNegative(
                object,
                "observedGeneration",
                "replicas",
                "updatedReplicas",
                "readyReplicas",
                "availableReplicas",
                "unavailableReplicas",
                "terminatingReplicas",
                COLLISIONS);
        notMore(object, "readyReplicas", "updatedReplicas", "readyReplicas", "availableReplicas");
    }

    static void replicaSet(Place object) {
        notNegative(
                object,
                "replicas",
                "fullyLabeledReplicas",
                "readyReplicas",
                "availableReplicas",
                "observedGeneration",
                "terminatingReplicas");
        notMore(object, "readyReplicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas");
    }

    static void statefulSet(Place object) {
        notNegative(
                object,
                "replicas",
                "readyReplicas",
                "currentReplicas",
                "updatedReplicas",
                "availableReplicas",
                "observedGeneration",
                COLLISIONS);
        notMore(
                object,
                "status.readyReplicas",
                "readyReplicas",
                "currentReplicas",
                "updatedReplicas",
                "availableReplicas");
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

    private static void notNegative(Place object, String... keys) {
        var status = object.in("status");
        for (var key : keys) {
            status.notNegative(key);
        }
    }

    /** @param ready what messages call the number of pods that are ready */
    private static void notMore(Place object, String ready, String... keys) {
        var status = object.in("status");
        for (var key : keys) {
            if (status.number(key) > status.number("replicas")) {
                status.invalid(key, status.number(key), "cannot be greater than status.replicas");
            }
        }
        if (status.number("availableReplicas") > status.number("readyReplicas")) {
            status.invalid("availableReplicas", status.number("availableReplicas"), "cannot be greater than " + ready);
        }
    }

    static void daemonSet(Place object) {
        notNegative(
                object,
                "currentNumberScheduled",
                "numberMisscheduled",
                "desiredNumberScheduled",
                "numberReady",
                "observedGeneration",
                "updatedNumberScheduled",
                "numberAvailable",
                "numberUnavailable",
                COLLISIONS);
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
        status.map("capacity").strings().forEach((name, text) -> isAmount(status, "capacity[" + name + "]", text));
        status.map("allocatedResourceStatuses").strings().forEach((name, state) -> {
            claimed(status, "allocatedResourceStatuses", name);
            if (!RESIZES.contains(state)) {
                status.unsupported("allocatedResourceStatuses", name, RESIZES);
            }
        });
        status.map("allocatedResources").strings().forEach((name, text) -> {
            var at = "allocatedResources[" + name + "]";
            if (claimed(status, "allocatedResources", name) && isAmount(status, at, text)) {
                ResourceRules.amount(status, at, "storage", text);
            }
        });
    }

    private static boolean isAmount(Place status, String at, String text) {
        long amount = Quantity.parse(text).value();
        if (amount < 0) {
            status.invalid(at, amount, "must be a valid resource quantity");
        }
        return amount >= 0;
    }

    /** Of claims only storage is kept count of, and what has a domain of its own. */
    private static boolean claimed(Place status, String key, String name) {
        var wrong = Formats.qualifiedName(name);
        status.invalid(key, name, wrong);
        boolean isNative = name.indexOf('/') < 0 || name.contains("kubernetes.io/");
        boolean unknown = wrong.isEmpty() && isNative && !name.equals("storage");
        if (unknown) {
            status.unsupported(key, name, CLAIMED);
        }
        return wrong.isEmpty() && !unknown;
    }

    /** What drivers say of volumes that they bring to nodes. */
    static void attachment(Place object) {
        var status = object.in("status");
        long bytes = 0;
        for (var entry : status.map("attachmentMetadata").strings().entrySet()) {
            bytes += entry.getKey().length() + entry.getValue().length();
        }
        if (bytes > MAX_ATTACHED_BYTES) {
            status.tooLong("attachmentMetadata", MAX_ATTACHED_BYTES);
        }
        for (var key : List.of("attachError", "detachError")) {
            var error = status.in(key);
            if (error.text("message").length() > MAX_ERROR_BYTES) {
                // Upstream names the limit of something else.
                error.tooLong("message", MAX_ATTACHED_BYTES);
            }
            if (error.number("errorCode") < 0) {
                error.between("errorCode", 0, Integer.MAX_VALUE);
            }
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
