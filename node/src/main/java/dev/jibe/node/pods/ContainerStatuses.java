package dev.jibe.node.pods;

import dev.jibe.node.allocation.ReportedResources;
import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.cri.LinuxLimits;
import dev.jibe.node.probe.Health;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.ContainerStatus;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The status of each container as the API shows it. */
final class ContainerStatuses {
    /** How long a failed pull shows itself before the wait for the next does. */
    private static final Duration PULL_ERROR_SHOWN = Duration.ofSeconds(2);

    private ContainerStatuses() {}

    enum Part {
        MAIN,
        INIT,
        EPHEMERAL
    }

    static JsonList of(Observed observed, Part part) {
        Pod pod = observed.pod();
        List<Container> containers = switch (part) {
            case MAIN -> pod.spec().containers();
            case INIT -> pod.spec().initContainers();
            case EPHEMERAL ->
                pod.spec().ephemeralContainers().stream()
                        .map(ephemeral -> new Container(ephemeral.tree()))
                        .toList();
        };
        return JsonList.copyOf(containers.stream()
                .map(container -> of(observed, container, part))
                .toList());
    }

    private static JsonMap of(Observed observed, Container container, Part part) {
        List<ContainerView> history = observed.history(container.name());
        if (history.isEmpty()) {
            return withoutContainer(observed, container, part);
        }
        ContainerView latest = history.getFirst();
        Optional<JsonMap> waiting = latest.isRunning() ? Optional.empty() : waiting(observed, container, latest, part);
        JsonMap state = waiting.orElseGet(() -> state(latest));
        int before = waiting.isPresent() && latest.isExited() ? 0 : 1;
        JsonMap last = history.size() > before && history.get(before).isExited()
                ? JsonMap.of("terminated", terminated(history.get(before)))
                : JsonMap.EMPTY;
        Health health = observed.healthOf(latest);
        boolean isDoneInit = part == Part.INIT && !Roles.isSidecar(container) && latest.isExited();
        boolean ready = isDoneInit ? latest.exitCode() == 0 : latest.isRunning() && health.started() && health.ready();
        var status = JsonMap.builder()
                .put("name", container.name())
                .put("image", container.image())
                .put("imageID", latest.imageRef())
                .put("containerID", "containerd://" + latest.id())
                .put("restartCount", (long) latest.attempt())
                .put("ready", part != Part.EPHEMERAL && ready)
                .put("started", latest.isRunning() && health.started())
                .put("state", state)
                .put("lastState", last);
        if (part != Part.EPHEMERAL) {
            putResources(status, observed, container, latest);
        }
        return status.build();
    }

    /** What it was promised, and what it has: the same until it runs. */
    private static void putResources(
            JsonMap.Builder status, Observed observed, Container container, ContainerView latest) {
        JsonMap promised = container.resources().tree();
        if (promised.has("requests")) {
            status.put("allocatedResources", promised.map("requests"));
        }
        Resizing resizing = observed.resizing();
        LinuxLimits actual = latest.limits().equals(LinuxLimits.NONE) ? resizing.actualOf(latest) : latest.limits();
        status.put(
                "resources",
                latest.isRunning()
                        ? ReportedResources.of(promised, resizing.wantedOf(container.name()), actual)
                        : promised);
    }

    /** Nothing was made yet, or what was made is gone and the API remembers it. */
    private static JsonMap withoutContainer(Observed observed, Container container, Part part) {
        Optional<ContainerStatus> old = remembered(observed.pod(), container.name(), part);
        if (old.isPresent() && (Ending.of(observed).isPresent() || Roles.isTerminal(observed.pod()))) {
            return old.get().tree().with("ready", false).with("started", false);
        }
        return JsonMap.builder()
                .put("name", container.name())
                .put("image", container.image())
                .put("imageID", "")
                .put("restartCount", 0L)
                .put("ready", false)
                .put("started", false)
                .put("state", waiting(observed, container))
                .put("lastState", JsonMap.EMPTY)
                .build();
    }

    private static Optional<ContainerStatus> remembered(Pod pod, String name, Part part) {
        var list = switch (part) {
            case MAIN -> pod.status().containerStatuses();
            case INIT -> pod.status().initContainerStatuses();
            case EPHEMERAL -> pod.status().ephemeralContainerStatuses();
        };
        return list.stream()
                .filter(status -> status.name().equals(name) && status.hasContainerID())
                .findFirst();
    }

    private static JsonMap waiting(Observed observed, Container container) {
        return trouble(observed, container.name()).orElseGet(() -> notYet(observed));
    }

    /** Where there are init containers, every container waits for the pod, they themselves as well. */
    private static JsonMap notYet(Observed observed) {
        boolean initializes = !observed.pod().spec().initContainers().isEmpty();
        return waitingFor(initializes ? "PodInitializing" : "ContainerCreating", "");
    }

    private static JsonMap waitingFor(String reason, String message) {
        JsonMap waiting = JsonMap.of("reason", reason);
        return JsonMap.of("waiting", message.isEmpty() ? waiting : waiting.with("message", message));
    }

    private static Optional<JsonMap> trouble(Observed observed, String name) {
        Trouble trouble = observed.troubles().get(name);
        if (trouble == null) {
            return Optional.empty();
        }
        boolean isOldPull = trouble.reason().equals("ErrImagePull")
                && trouble.since().plus(PULL_ERROR_SHOWN).isBefore(observed.now());
        return Optional.of(
                isOldPull
                        ? waitingFor("ImagePullBackOff", "Back-off pulling image: " + trouble.message())
                        : waitingFor(trouble.reason(), trouble.message()));
    }

    /** Why a container that ended, or was never started, does not run right now; empty if it is not meant to. */
    private static Optional<JsonMap> waiting(Observed observed, Container container, ContainerView latest, Part part) {
        Pod pod = observed.pod();
        if (Ending.of(observed).isPresent() || Roles.isTerminal(pod)) {
            return Optional.empty();
        }
        if (!latest.isExited()) {
            return Optional.of(waiting(observed, container));
        }
        boolean comesBack = switch (part) {
            case MAIN -> Roles.comesBack(observed, container, latest);
            case INIT ->
                Roles.isSidecar(container)
                        || latest.exitCode() != 0 && !pod.spec().restartPolicy().equals("Never");
            case EPHEMERAL -> false;
        };
        if (!comesBack) {
            return Optional.empty();
        }
        Optional<Instant> end = PodSteps.backOffEnd(observed, latest);
        if (end.isPresent()) {
            Backoff backoff = observed.backoffs().get(container.name());
            Duration delay = backoff == null ? Duration.ZERO : backoff.delay();
            return Optional.of(waitingFor(
                    "CrashLoopBackOff",
                    "back-off " + spoken(delay) + " restarting failed container=" + container.name() + " pod="
                            + pod.name() + "_" + pod.namespace() + "(" + pod.uid() + ")"));
        }
        return trouble(observed, container.name());
    }

    /** A duration as upstream prints it: {@code 10s}, {@code 1m20s}. */
    private static String spoken(Duration delay) {
        long minutes = delay.toMinutes();
        return (minutes > 0 ? minutes + "m" : "") + delay.toSecondsPart() + "s";
    }

    private static JsonMap state(ContainerView view) {
        return switch (view.state()) {
            case CREATED -> waitingFor("ContainerCreating", "");
            case RUNNING -> JsonMap.of("running", JsonMap.of("startedAt", Times.text(view.startedAt())));
            case EXITED, UNKNOWN -> JsonMap.of("terminated", terminated(view));
        };
    }

    private static JsonMap terminated(ContainerView view) {
        String reason = view.reason().isEmpty() ? (view.exitCode() == 0 ? "Completed" : "Error") : view.reason();
        var terminated = JsonMap.builder()
                .put("exitCode", (long) view.exitCode())
                .put("reason", reason)
                .put("containerID", "containerd://" + view.id())
                .put("startedAt", Times.text(view.startedAt()))
                .put("finishedAt", Times.text(view.finishedAt()));
        if (!view.message().isEmpty()) {
            terminated.put("message", view.message());
        }
        return terminated.build();
    }
}
