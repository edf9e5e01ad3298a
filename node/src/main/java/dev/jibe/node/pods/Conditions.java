package dev.jibe.node.pods;

import dev.jibe.node.allocation.ResizeConditions;
import dev.jibe.node.cri.ContainerView;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The conditions of a pod that the node owns; those of others are kept as they are.
 *
 * <p>See "Pod conditions" in https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/.
 */
final class Conditions {
    private static final Set<String> OURS =
            Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled");

    private Conditions() {}

    private record Verdict(boolean isTrue, String reason, String message) {
        static final Verdict YES = new Verdict(true, "", "");
    }

    static JsonList of(Observed observed, String phase) {
        Pod pod = observed.pod();
        var conditions = new ArrayList<Object>();
        for (PodCondition condition : pod.status().conditions()) {
            if (!OURS.contains(condition.type()) && !ResizeConditions.ALL.contains(condition.type())) {
                conditions.add(condition.tree());
            }
        }
        boolean over = phase.equals("Succeeded") || phase.equals("Failed");
        boolean network = pod.spec().hostNetwork()
                || observed.sandbox().filter(box -> !box.ips().isEmpty()).isPresent();
        boolean canStart = observed.hasReadySandbox() && network && !over;
        Verdict containersReady = containersReady(observed, phase);
        conditions.add(
                condition(observed, "PodReadyToStartContainers", canStart ? Verdict.YES : new Verdict(false, "", "")));
        conditions.add(condition(observed, "Initialized", initialized(observed, phase)));
        conditions.add(condition(observed, "Ready", ready(pod, containersReady)));
        conditions.add(condition(observed, "ContainersReady", containersReady));
        conditions.add(condition(observed, "PodScheduled", Verdict.YES));
        if (!over) {
            addResize(conditions, observed);
        }
        return JsonList.copyOf(conditions);
    }

    /** That the pod waits for other resources, and that its containers are about to get them, KEP-1287. */
    private static void addResize(List<Object> conditions, Observed observed) {
        Resizing resizing = observed.resizing();
        resizing.pending()
                .ifPresent(pending -> conditions.add(resize(
                        observed,
                        ResizeConditions.PENDING,
                        new Verdict(true, pending.reason(), pending.message()),
                        pending.generation())));
        if (resizing.isUnderWay()) {
            Trouble trouble = observed.troubles().get(Observed.RESIZE);
            Verdict verdict = trouble == null ? Verdict.YES : new Verdict(true, "Error", trouble.message());
            conditions.add(resize(observed, ResizeConditions.IN_PROGRESS, verdict, resizing.generation()));
        }
    }

    private static JsonMap resize(Observed observed, String type, Verdict verdict, long generation) {
        JsonMap condition = condition(observed, type, verdict);
        return condition
                .with("observedGeneration", generation)
                .with("lastProbeTime", condition.string("lastTransitionTime"));
    }

    private static JsonMap condition(Observed observed, String type, Verdict verdict) {
        String status = verdict.isTrue() ? "True" : "False";
        Optional<PodCondition> old = observed.pod().status().conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
        boolean same = old.filter(condition -> condition.status().equals(status) && condition.hasLastTransitionTime())
                .isPresent();
        var tree = JsonMap.builder()
                .put("type", type)
                .put("status", status)
                .put("observedGeneration", observed.pod().metadata().generation())
                .put("lastTransitionTime", Times.text(same ? old.orElseThrow().lastTransitionTime() : observed.now()));
        if (!verdict.reason().isEmpty()) {
            tree.put("reason", verdict.reason());
        }
        if (!verdict.message().isEmpty()) {
            tree.put("message", verdict.message());
        }
        return tree.build();
    }

    private static Verdict initialized(Observed observed, String phase) {
        if (phase.equals("Succeeded")) {
            return new Verdict(true, "PodCompleted", "");
        }
        if (Roles.isInitialized(observed)
                || observed.pod().spec().initContainers().isEmpty()
                || wasInitialized(observed)) {
            return Verdict.YES;
        }
        List<String> missing = observed.pod().spec().initContainers().stream()
                .filter(init -> observed.latest(init.name())
                        .filter(view -> Roles.isSidecar(init)
                                ? view.isRunning() && observed.healthOf(view).started()
                                : view.isExited() && view.exitCode() == 0)
                        .isEmpty())
                .map(Container::name)
                .toList();
        return new Verdict(
                false,
                "ContainersNotInitialized",
                "containers with incomplete status: [" + String.join(" ", missing) + "]");
    }

    private static boolean wasInitialized(Observed observed) {
        return Ending.of(observed).isPresent()
                && observed.pod().status().conditions().stream()
                        .anyMatch(condition -> condition.type().equals("Initialized")
                                && condition.status().equals("True"));
    }

    private static Verdict containersReady(Observed observed, String phase) {
        if (phase.equals("Succeeded")) {
            return new Verdict(false, "PodCompleted", "");
        }
        if (phase.equals("Failed")) {
            return new Verdict(false, "PodFailed", "");
        }
        var unready = new ArrayList<String>();
        for (Container sidecar : Roles.sidecars(observed.pod())) {
            if (!isReady(observed, sidecar)) {
                unready.add(sidecar.name());
            }
        }
        for (Container container : observed.pod().spec().containers()) {
            if (!isReady(observed, container)) {
                unready.add(container.name());
            }
        }
        return unready.isEmpty()
                ? Verdict.YES
                : new Verdict(
                        false,
                        "ContainersNotReady",
                        "containers with unready status: [" + String.join(" ", unready) + "]");
    }

    private static boolean isReady(Observed observed, Container container) {
        return observed.latest(container.name())
                .filter(ContainerView::isRunning)
                .map(observed::healthOf)
                .filter(health -> health.started() && health.ready())
                .isPresent();
    }

    /** Readiness gates count on top of the containers, KEP-580. */
    private static Verdict ready(Pod pod, Verdict containersReady) {
        if (!containersReady.isTrue()) {
            return containersReady;
        }
        var missing = new ArrayList<String>();
        for (var gate : pod.spec().readinessGates()) {
            Optional<PodCondition> condition = pod.status().conditions().stream()
                    .filter(candidate -> candidate.type().equals(gate.conditionType()))
                    .findFirst();
            if (condition.isEmpty()) {
                missing.add("corresponding condition of pod readiness gate \"" + gate.conditionType()
                        + "\" does not exist.");
            } else if (!condition.get().status().equals("True")) {
                missing.add("the status of pod readiness gate \"" + gate.conditionType() + "\" is not \"True\", but "
                        + condition.get().status());
            }
        }
        return missing.isEmpty()
                ? Verdict.YES
                : new Verdict(false, "ReadinessGatesNotReady", String.join(", ", missing));
    }
}
