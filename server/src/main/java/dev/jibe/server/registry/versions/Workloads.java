package dev.jibe.server.registry.versions;

import static dev.jibe.server.registry.versions.Shape.absent;

import dev.jibe.object.JsonMap;
import dev.jibe.server.request.ApiException;

/** What the versions before {@code apps/v1} filled in. */
final class Workloads {

    /** No deadline, and all revisions are kept. */
    private static final long UNLIMITED = Integer.MAX_VALUE;

    private static final String ROLLING = "RollingUpdate";

    private Workloads() {}

    /** Labels and selector are those of the pods, unless they are given. */
    static JsonMap selecting(JsonMap object) {
        var labels = object.map("spec").map("template").map("metadata").map("labels");
        if (labels.isEmpty()) {
            return object;
        }
        var selecting = absent(object, JsonMap.of("matchLabels", labels), "spec", "selector");
        return selecting.map("metadata").map("labels").isEmpty()
                ? selecting.withAt(labels, "metadata", "labels")
                : selecting;
    }

    static JsonMap extensionsDeployment(JsonMap object) {
        var result = rolling(selecting(object), 1L, 1L);
        result = absent(result, UNLIMITED, "spec", "progressDeadlineSeconds");
        return absent(result, UNLIMITED, "spec", "revisionHistoryLimit");
    }

    static JsonMap firstDeployment(JsonMap object) {
        var result = rolling(selecting(object), "25%", "25%");
        result = absent(result, 600L, "spec", "progressDeadlineSeconds");
        return absent(result, 2L, "spec", "revisionHistoryLimit");
    }

    private static JsonMap rolling(JsonMap object, Object maxUnavailable, Object maxSurge) {
        var result = absent(object, ROLLING, "spec", "strategy", "type");
        if (!result.map("spec").map("strategy").string("type").equals(ROLLING)) {
            return result;
        }
        result = absent(result, maxUnavailable, "spec", "strategy", "rollingUpdate", "maxUnavailable");
        return absent(result, maxSurge, "spec", "strategy", "rollingUpdate", "maxSurge");
    }

    /** StatefulSets of {@code apps/v1beta1} and DaemonSets of {@code extensions/v1beta1}. */
    static JsonMap updatedOnDelete(JsonMap object) {
        return absent(selecting(object), "OnDelete", "spec", "updateStrategy", "type");
    }

    /** Deployments could be asked to roll back by a field, which nothing does any more. */
    static JsonMap withoutRollback(JsonMap object) {
        if (object.map("spec").has("rollbackTo")) {
            throw ApiException.badRequest(
                    "spec.rollbackTo is not supported: roll back with kubectl rollout undo, or by an update of"
                            + " spec.template");
        }
        return object;
    }
}
