package dev.jibe.node.pods;

import dev.jibe.node.allocation.Actuation;
import dev.jibe.node.cri.ContainerView;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is left to do until the running containers have the resources that their pod was promised.
 *
 * @param restarts those that must start anew, by their resize policy
 * @param steps for those that need not
 */
record ResizeSteps(List<ContainerView> restarts, List<Actuation.Step> steps) {

    static ResizeSteps of(Observed observed) {
        Resizing resizing = observed.resizing();
        var restarts = new ArrayList<ContainerView>();
        var targets = new ArrayList<Actuation.Target>();
        for (Container container : resizable(observed.pod())) {
            Optional<ContainerView> running = observed.latestHere(container.name())
                    .filter(view -> view.isRunning() && !resizing.isRestarting(view));
            if (running.isEmpty()) {
                continue;
            }
            ContainerView view = running.get();
            var target = new Actuation.Target(
                    view.id(), view.name(), resizing.actualOf(view), resizing.wantedOf(view.name()));
            if (target.differsInMemory() && restartsFor(container, "memory")
                    || target.differsInCpu() && restartsFor(container, "cpu")) {
                restarts.add(view);
            } else if (target.differs()) {
                targets.add(target);
            }
        }
        return new ResizeSteps(
                List.copyOf(restarts),
                Actuation.plan(targets, resizing.podActual().orElse(resizing.podWanted()), resizing.podWanted()));
    }

    private static List<Container> resizable(Pod pod) {
        var containers = new ArrayList<>(Roles.sidecars(pod));
        containers.addAll(pod.spec().containers());
        return containers;
    }

    private static boolean restartsFor(Container container, String resource) {
        return container.resizePolicy().stream()
                .anyMatch(policy -> policy.resourceName().equals(resource)
                        && policy.restartPolicy().equals("RestartContainer"));
    }

    /** Whether nothing is left, those that start anew included. */
    boolean isDone(Observed observed) {
        return restarts.isEmpty()
                && steps.isEmpty()
                && resizable(observed.pod()).stream()
                        .flatMap(container -> observed.latestHere(container.name()).stream())
                        .noneMatch(observed.resizing()::isRestarting);
    }
}
