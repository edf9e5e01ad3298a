package dev.jibe.controllers.deployment;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.view.ApiObject;
import java.util.Optional;
import java.util.Set;

/** What a Deployment notes on its ReplicaSets, by which kubectl shows history and proportional scaling finds its way. */
final class Annotations {
    static final String REVISION = "deployment.kubernetes.io/revision";

    private static final String HISTORY = "deployment.kubernetes.io/revision-history";
    private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    private static final String MAXIMUM = "deployment.kubernetes.io/max-replicas";

    /** What is the Deployment's own and not copied to its ReplicaSets. */
    private static final Set<String> OWN = Set.of(
            "kubectl.kubernetes.io/last-applied-configuration",
            REVISION,
            HISTORY,
            DESIRED,
            MAXIMUM,
            "deprecated.deployment.rollback.to");

    private Annotations() {}

    static long revision(ApiObject object) {
        return number(object, REVISION).orElse(0L);
    }

    /** The size that the Deployment had when it last sized the set. */
    static Optional<Long> desired(ReplicaSet set) {
        return number(set, DESIRED);
    }

    /** The most pods that the Deployment allowed when it last sized the set. */
    static Optional<Long> maximum(ReplicaSet set) {
        return number(set, MAXIMUM);
    }

    /** What a set is told of the Deployment's size. */
    static JsonMap sizes(Deployment deployment) {
        int replicas = deployment.spec().replicas();
        return JsonMap.of(
                DESIRED,
                Integer.toString(replicas),
                MAXIMUM,
                Integer.toString(replicas + Limits.of(deployment).surge()));
    }

    /** Whether the set has yet to hear of the Deployment's size. */
    static boolean differ(ReplicaSet set, JsonMap wanted) {
        var annotations = set.metadata().annotationsTree();
        for (int i = 0; i < wanted.size(); i++) {
            if (!wanted.valueAt(i).equals(annotations.get(wanted.keyAt(i)))) {
                return true;
            }
        }
        return false;
    }

    /** What the current set should say: the Deployment's annotations, its revision, and those it had before. */
    static JsonMap ofCurrent(Deployment deployment, Optional<ReplicaSet> current, long revision) {
        var wanted = new JsonMap[] {JsonMap.EMPTY};
        deployment.metadata().annotationsTree().forEach((key, value) -> {
            if (!OWN.contains(key)) {
                wanted[0] = wanted[0].with(key, value);
            }
        });
        long before = current.map(Annotations::revision).orElse(0L);
        long now = Math.max(before, revision);
        var result = wanted[0].with(REVISION, Long.toString(now));
        if (current.isPresent() && before > 0 && now > before) {
            var history = current.get().metadata().annotationsTree().string(HISTORY);
            result = result.with(HISTORY, history.isEmpty() ? Long.toString(before) : history + "," + before);
        }
        return result;
    }

    private static Optional<Long> number(ApiObject object, String key) {
        try {
            var text = object.metadata().annotationsTree().string(key);
            return text.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty(); // somebody wrote to it; as good as absent
        }
    }
}
