package dev.jibe.node.pods;

import dev.jibe.node.cri.ContainerView;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import java.util.List;
import java.util.Optional;

/** Which part each container of a pod plays, and whether it comes back when it ends. */
final class Roles {
    private Roles() {}

    /** Init containers that stay, KEP-753. */
    static boolean isSidecar(Container init) {
        return init.restartPolicy().equals("Always");
    }

    static List<Container> sidecars(Pod pod) {
        return pod.spec().initContainers().stream().filter(Roles::isSidecar).toList();
    }

    static boolean isSidecar(Pod pod, String name) {
        return sidecars(pod).stream().anyMatch(container -> container.name().equals(name));
    }

    static Optional<Container> find(Pod pod, String name) {
        for (Container container : pod.spec().containers()) {
            if (container.name().equals(name)) {
                return Optional.of(container);
            }
        }
        for (Container container : pod.spec().initContainers()) {
            if (container.name().equals(name)) {
                return Optional.of(container);
            }
        }
        return pod.spec().ephemeralContainers().stream()
                .filter(container -> container.name().equals(name))
                .map(container -> new Container(container.tree()))
                .findFirst();
    }

    /** Whether a container of the main list that ended comes back. */
    static boolean comesBack(Observed observed, Container container, ContainerView ended) {
        if (observed.resizing().isRestarting(ended)) {
            return true;
        }
        Pod pod = observed.pod();
        String policy = container.hasRestartPolicy()
                ? container.restartPolicy()
                : pod.spec().restartPolicy();
        return switch (policy) {
            case "Never" -> false;
            case "OnFailure" -> ended.exitCode() != 0;
            default -> true;
        };
    }

    /** Whether an init container failed for good. */
    static boolean hasFailedInit(Observed observed) {
        return observed.pod().spec().restartPolicy().equals("Never")
                && observed.pod().spec().initContainers().stream()
                        .filter(init -> !isSidecar(init))
                        .anyMatch(init -> observed.latest(init.name())
                                .filter(view -> view.isExited() && view.exitCode() != 0)
                                .isPresent());
    }

    /** Whether the main containers have all ended and none comes back. */
    static boolean isFinished(Observed observed) {
        Pod pod = observed.pod();
        return hasFailedInit(observed)
                || pod.spec().containers().stream()
                        .allMatch(container -> observed.latest(container.name())
                                .filter(view -> view.isExited() && !comesBack(observed, container, view))
                                .isPresent());
    }

    /** Whether the API already says that the pod is over; that never changes again. */
    static boolean isTerminal(Pod pod) {
        String phase = pod.status().phase();
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** Whether every init container has done its part in the sandbox that is up. */
    static boolean isInitialized(Observed observed) {
        Pod pod = observed.pod();
        boolean mainBegun = pod.spec().containers().stream()
                .anyMatch(container -> observed.latestHere(container.name()).isPresent());
        if (mainBegun) {
            return true;
        }
        return pod.spec().initContainers().stream()
                .allMatch(init -> observed.latestHere(init.name())
                        .filter(view -> isSidecar(init)
                                ? view.isRunning() && observed.healthOf(view).started()
                                : view.isExited() && view.exitCode() == 0)
                        .isPresent());
    }
}
