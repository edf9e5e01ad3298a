package dev.jibe.controllers.daemonset;

import static java.util.Comparator.comparing;

import dev.jibe.controllers.pods.PodFromTemplate;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.DaemonSet;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodSpec;
import dev.jibe.object.api.v1.Toleration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A DaemonSet's pod: made for one node, which the scheduler then picks by the pod's affinity, and tolerant of the taints
 * that nodes get for their state.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#how-daemon-pods-are-scheduled">How daemon
 * pods are scheduled</a>.
 */
final class DaemonPod {
    static final String HASH_LABEL = "controller-revision-hash";

    /** The pod that counts for its node comes first: one that is scheduled, then the oldest. */
    static final Comparator<Pod> FIRST = comparing((Pod pod) -> !pod.spec().hasNodeName())
            .thenComparing(pod -> pod.metadata().creationTimestamp())
            .thenComparing(Pod::name);

    private static final String GENERATION_LABEL = "pod-template-generation";
    private static final String GENERATION = "deprecated.daemonset.template.generation";
    private static final String NAME_FIELD = "metadata.name";
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

    private DaemonPod() {}

    static Pod of(DaemonSet set, String node, String hash) {
        var pod = PodFromTemplate.of(DaemonSet.KIND, set, set.spec().template());
        var labels = pod.metadata().labelsTree().with(HASH_LABEL, hash);
        var generation = set.annotations().get(GENERATION);
        if (generation != null) {
            labels = labels.with(GENERATION_LABEL, generation);
        }
        var spec = pod.spec().withTolerations(tolerations(pod.spec()));
        return pod.withMetadata(pod.metadata().withLabelsTree(labels)).withSpec(onlyOn(node, spec));
    }

    private static PodSpec onlyOn(String node, PodSpec spec) {
        var field = JsonMap.of("key", NAME_FIELD, "operator", "In", "values", JsonList.of(node));
        var term = JsonMap.of("matchFields", JsonList.of(field));
        var selector = JsonMap.of("nodeSelectorTerms", JsonList.of(term));
        return new PodSpec(spec.tree().withAt(selector, "affinity", "nodeAffinity", REQUIRED));
    }

    /** The tolerations of the template and those that every daemon pod has. */
    static List<Toleration> tolerations(PodSpec spec) {
        var result = new ArrayList<>(spec.tolerations());
        add(result, "node.kubernetes.io/not-ready", "NoExecute");
        add(result, "node.kubernetes.io/unreachable", "NoExecute");
        add(result, "node.kubernetes.io/disk-pressure", "NoSchedule");
        add(result, "node.kubernetes.io/memory-pressure", "NoSchedule");
        add(result, "node.kubernetes.io/pid-pressure", "NoSchedule");
        add(result, "node.kubernetes.io/unschedulable", "NoSchedule");
        if (spec.hostNetwork()) {
            add(result, "node.kubernetes.io/network-unavailable", "NoSchedule");
        }
        return result;
    }

    private static void add(List<Toleration> tolerations, String key, String effect) {
        var added = Toleration.EMPTY.withKey(key).withOperator("Exists").withEffect(effect);
        for (int i = 0; i < tolerations.size(); i++) {
            var one = tolerations.get(i);
            boolean isSame = one.key().equals(key)
                    && one.effect().equals(effect)
                    && one.operator().equals("Exists")
                    && one.value().isEmpty();
            if (isSame) {
                tolerations.set(i, added);
                return;
            }
        }
        tolerations.add(added);
    }

    /** The node that a pod is on, or was made for; empty if neither can be told. */
    static String nodeOf(Pod pod) {
        if (pod.spec().hasNodeName()) {
            return pod.spec().nodeName();
        }
        var required = pod.spec().tree().map("affinity").map("nodeAffinity").map(REQUIRED);
        return required.list("nodeSelectorTerms")
                .maps()
                .flatMap(term -> term.list("matchFields").maps())
                .filter(field -> field.string("key").equals(NAME_FIELD)
                        && field.string("operator").equals("In")
                        && field.list("values").size() == 1)
                .flatMap(field -> field.list("values").strings())
                .findFirst()
                .orElse("");
    }

    static boolean isOf(Pod pod, String hash) {
        return hash.equals(pod.labels().get(HASH_LABEL));
    }
}
