package dev.jibe.object.defaults;

import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;

/** Computed defaults of the kinds that make pods. */
final class WorkloadDefaults {
    private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

    private WorkloadDefaults() {}

    /** How many pods an update may take away and make at once: nobody says so for other strategies. */
    static JsonMap rollingUpdate(JsonMap strategy, Object unavailable, Object surge) {
        if (!strategy.string("type").equals("RollingUpdate")) {
            return strategy;
        }
        JsonMap update = strategy.map("rollingUpdate");
        update = isSet(update, "maxUnavailable") ? update : update.with("maxUnavailable", unavailable);
        update = isSet(update, "maxSurge") ? update : update.with("maxSurge", surge);
        return strategy.with("rollingUpdate", update);
    }

    private static boolean isSet(JsonMap map, String key) {
        return map.has(key) && map.get(key) != Null.NULL;
    }

    /** Counts the changes of the template, in an annotation since v1. */
    static JsonMap daemonSet(JsonMap set) {
        JsonMap annotations = set.map("metadata").map("annotations");
        return annotations.has(TEMPLATE_GENERATION)
                ? set
                : set.withAt(annotations.with(TEMPLATE_GENERATION, "0"), "metadata", "annotations");
    }

    static JsonMap statefulSet(JsonMap set) {
        JsonMap result = set;
        JsonMap strategy = set.map("spec").map("updateStrategy");
        if (strategy.string("type").isEmpty()) {
            JsonMap update = strategy.map("rollingUpdate");
            strategy = strategy.with("type", "RollingUpdate").with("rollingUpdate", update);
        }
        if (strategy.string("type").equals("RollingUpdate") && isSet(strategy, "rollingUpdate")) {
            JsonMap update = strategy.map("rollingUpdate");
            strategy = isSet(update, "partition")
                    ? strategy
                    : strategy.with("rollingUpdate", update.with("partition", 0L));
        }
        result = result.withAt(strategy, "spec", "updateStrategy");
        if (set.map("spec").has("volumeClaimTemplates")) {
            result = result.withAt(
                    set.map("spec")
                            .list("volumeClaimTemplates")
                            .map(claim ->
                                    ((JsonMap) claim).with("apiVersion", "v1").with("kind", "PersistentVolumeClaim")),
                    "spec",
                    "volumeClaimTemplates");
        }
        return result;
    }

    /** Selector and labels come from the template. */
    static JsonMap replicationController(JsonMap controller) {
        JsonMap labels = controller.map("spec").map("template").map("metadata").map("labels");
        JsonMap result = controller;
        if (!labels.isEmpty()) {
            if (controller.map("spec").map("selector").isEmpty()) {
                result = result.withAt(labels, "spec", "selector");
            }
            if (controller.map("metadata").map("labels").isEmpty()) {
                result = result.withAt(labels, "metadata", "labels");
            }
        }
        return result;
    }

    /**
     * A job without numbers runs one pod once; with parallelism only, it is a work queue and has no completions.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#parallel-jobs">Parallel jobs</a>
     */
    static JsonMap job(JsonMap job) {
        JsonMap spec = job.map("spec");
        JsonMap result = spec;
        if (!spec.has("completions") && !spec.has("parallelism")) {
            result = result.with("completions", 1L);
        }
        if (!spec.has("parallelism")) {
            result = result.with("parallelism", 1L);
        }
        if (!spec.has("backoffLimit")) {
            result = result.with("backoffLimit", spec.has("backoffLimitPerIndex") ? (long) Integer.MAX_VALUE : 6L);
        }
        if (!spec.has("podReplacementPolicy")) {
            result = result.with(
                    "podReplacementPolicy", spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        }
        JsonMap labels = spec.map("template").map("metadata").map("labels");
        JsonMap whole = job.with("spec", result);
        boolean takesLabels = job.map("metadata").map("labels").isEmpty() && !labels.isEmpty();
        return takesLabels ? whole.withAt(labels, "metadata", "labels") : whole;
    }
}
