package dev.jibe.node.pods;

import dev.jibe.node.cri.ContainerView;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The steps of one decision about a pod: each looks at the same world and adds what is to be done. */
final class PodSteps {
    /** Dead containers kept for each name, so that {@code logs --previous} has something to show. */
    private static final int DEAD_KEPT = 1;

    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

    private final Observed observed;
    private final Pod pod;
    private final List<Action> actions = new ArrayList<>();
    private @Nullable Duration recheck;

    PodSteps(Observed observed) {
        this.observed = observed;
        this.pod = observed.pod();
    }

    List<Action> actions() {
        return List.copyOf(actions);
    }

    Optional<Duration> recheck() {
        return Optional.ofNullable(recheck);
    }

    private void recheckAt(Instant instant) {
        Duration wait = Duration.between(observed.now(), instant);
        if (wait.isNegative()) {
            wait = Duration.ZERO;
        }
        if (recheck == null || wait.compareTo(recheck) < 0) {
            recheck = wait;
        }
    }

    /** The pod should run: volumes, then sandbox, then init containers in order, then all others. */
    void run() {
        Ending.activeLimit(observed).ifPresent(this::recheckAt);
        if (!observed.mounted()) {
            if (mayTry(Observed.VOLUMES)) {
                actions.add(new Action.MountVolumes());
            }
            return;
        }
        if (!observed.hasReadySandbox()) {
            replaceSandbox();
            return;
        }
        if (initialize()) {
            for (Container container : pod.spec().containers()) {
                keep(container, observed.latestHere(container.name()));
            }
        }
        for (var ephemeral : pod.spec().ephemeralContainers()) {
            if (observed.latestHere(ephemeral.name()).isEmpty() && mayTry(ephemeral.name())) {
                launch(ephemeral.name(), observed.latest(ephemeral.name()));
            }
        }
        collectDead();
        resize();
    }

    /** What the pod was promised comes to its containers, by a restart where they ask for that. */
    private void resize() {
        if (!observed.resizing().isUnderWay()) {
            return;
        }
        ResizeSteps left = ResizeSteps.of(observed);
        left.restarts()
                .forEach(view -> stop(
                        view,
                        observed.now().plus(grace()),
                        Action.Stop.RESIZE,
                        "Container " + view.name() + " resize requires restart"));
        if (left.isDone(observed)) {
            if (!observed.busy().contains(Observed.RESIZE)) {
                actions.add(new Action.EndResize());
            }
        } else if (!left.steps().isEmpty() && mayTry(Observed.RESIZE)) {
            actions.add(new Action.Resize(left.steps()));
        }
    }

    /** Whether nothing is in flight and no wait is left after a failure. */
    private boolean mayTry(String what) {
        if (observed.busy().contains(what)) {
            return false;
        }
        Trouble trouble = observed.troubles().get(what);
        if (trouble != null && trouble.retryAt().isAfter(observed.now())) {
            recheckAt(trouble.retryAt());
            return false;
        }
        return true;
    }

    /** Containers cannot move to another sandbox, so those that outlived theirs end first. */
    private void replaceSandbox() {
        List<ContainerView> running =
                observed.containers().stream().filter(ContainerView::isRunning).toList();
        if (!running.isEmpty()) {
            running.forEach(view -> stop(view, observed.now().plus(grace()), "SandboxChanged", "Pod sandbox changed"));
        } else if (mayTry(Observed.SANDBOX)) {
            int attempt = observed.sandbox().map(old -> old.attempt() + 1).orElse(0);
            actions.add(new Action.CreateSandbox(attempt));
        }
    }

    private Duration grace() {
        return pod.spec().hasTerminationGracePeriodSeconds()
                ? Duration.ofSeconds(pod.spec().terminationGracePeriodSeconds())
                : DEFAULT_GRACE;
    }

    /** Brings init containers forward; answers whether the main containers may run. */
    private boolean initialize() {
        boolean initialized = Roles.isInitialized(observed);
        for (Container init : pod.spec().initContainers()) {
            Optional<ContainerView> here = observed.latestHere(init.name());
            if (Roles.isSidecar(init)) {
                keepSidecar(init, here);
                if (!initialized
                        && here.filter(view -> view.isRunning()
                                        && observed.healthOf(view).started())
                                .isEmpty()) {
                    return false;
                }
            } else if (!initialized) {
                if (here.isEmpty()) {
                    launchIfMay(init.name(), observed.latest(init.name()));
                    return false;
                }
                if (here.get().isRunning()) {
                    return false;
                }
                if (!here.get().isExited() || here.get().exitCode() != 0) {
                    restart(init.name(), here.get());
                    return false;
                }
            }
        }
        return true;
    }

    private void keepSidecar(Container sidecar, Optional<ContainerView> here) {
        if (here.isEmpty()) {
            launchIfMay(sidecar.name(), observed.latest(sidecar.name()));
        } else if (here.get().isRunning()) {
            stopIfSick(sidecar, here.get());
        } else {
            restart(sidecar.name(), here.get());
        }
    }

    private void keep(Container container, Optional<ContainerView> here) {
        if (here.isEmpty()) {
            Optional<ContainerView> before = observed.latest(container.name());
            if (before.isEmpty() || !before.get().isExited() || Roles.comesBack(observed, container, before.get())) {
                launchIfMay(container.name(), before);
            }
        } else if (here.get().isRunning()) {
            stopIfSick(container, here.get());
        } else if (!here.get().isExited() || Roles.comesBack(observed, container, here.get())) {
            restart(container.name(), here.get());
        }
    }

    private void stopIfSick(Container container, ContainerView view) {
        String failure = observed.healthOf(view).failure();
        if (!failure.isEmpty()) {
            Duration grace = container.livenessProbe().hasTerminationGracePeriodSeconds()
                    ? Duration.ofSeconds(container.livenessProbe().terminationGracePeriodSeconds())
                    : grace();
            stop(
                    view,
                    observed.now().plus(grace),
                    "Killing",
                    "Container " + view.name() + " failed " + failure + ", will be restarted");
        }
    }

    private void launchIfMay(String name, Optional<ContainerView> before) {
        if (mayTry(name)) {
            launch(name, before);
        }
    }

    private void launch(String name, Optional<ContainerView> before) {
        int attempt = before.map(view -> view.attempt() + 1).orElse(0);
        Backoff old = observed.backoffs().get(name);
        boolean isAsked = before.filter(observed.resizing()::isRestarting).isPresent();
        Backoff next = isAsked && old != null
                ? old
                : before.isPresent() && !isAsked
                        ? Backoff.after(old, observed.now())
                        : new Backoff(Duration.ZERO, Instant.EPOCH);
        actions.add(new Action.Launch(name, attempt, next));
    }

    /** A container that ended starts again when its back-off is over. */
    private void restart(String name, ContainerView ended) {
        Optional<Instant> waitsUntil = backOffEnd(observed, ended);
        if (waitsUntil.isPresent()) {
            recheckAt(waitsUntil.get());
        } else {
            launchIfMay(name, Optional.of(ended));
        }
    }

    /** Until when a container that ended must wait, if it must. */
    static Optional<Instant> backOffEnd(Observed observed, ContainerView ended) {
        Backoff backoff = observed.backoffs().get(ended.name());
        if (backoff == null || !ended.isExited() || observed.resizing().isRestarting(ended)) {
            return Optional.empty();
        }
        Instant end = ended.finishedAt().plus(backoff.delay());
        return end.isAfter(observed.now()) ? Optional.of(end) : Optional.empty();
    }

    private void stop(ContainerView view, Instant deadline, String reason, String message) {
        Instant current = observed.stopping().get(view.id());
        boolean hasLess = current != null && !current.isAfter(deadline.plusSeconds(1));
        if (!hasLess) {
            Duration left = Duration.between(observed.now(), deadline);
            actions.add(new Action.Stop(
                    view.id(), view.name(), deadline, left.isNegative() ? Duration.ZERO : left, reason, message));
        }
    }

    /** Each name keeps its newest container and a few dead ones before it. */
    private void collectDead() {
        observed.containers().stream()
                .map(ContainerView::name)
                .distinct()
                .sorted()
                .forEach(name -> observed.history(name).stream()
                        .skip(1L + DEAD_KEPT)
                        .filter(ContainerView::isExited)
                        .forEach(view -> actions.add(new Action.Remove(view.id()))));
    }

    /** The main containers have ended for good: nothing of the pod should hold resources, but it stays visible. */
    void rest() {
        if (stopAll(observed.now().plus(grace()))) {
            releaseSandboxThen(observed.mounted() ? new Action.UnmountVolumes() : null);
        }
    }

    /** The pod must go: its main containers first, then its sidecars from the last to the first. */
    void end(Ending ending) {
        if (!stopAll(ending.deadline()) || !observed.busy().isEmpty()) {
            return;
        }
        switch (ending) {
            case Ending.Deleted deleted -> {
                if (mayTry(Observed.SANDBOX)) {
                    actions.add(new Action.Finish());
                }
            }
            case Ending.Failed failed -> releaseSandboxThen(observed.mounted() ? new Action.UnmountVolumes() : null);
        }
    }

    /** Stops what runs; answers whether nothing does. */
    private boolean stopAll(Instant deadline) {
        List<ContainerView> running =
                observed.containers().stream().filter(ContainerView::isRunning).toList();
        List<ContainerView> main = running.stream()
                .filter(view -> !Roles.isSidecar(pod, view.name()))
                .toList();
        for (ContainerView view : main) {
            stop(view, deadline, "Killing", "Stopping container " + view.name());
        }
        if (main.isEmpty() && !running.isEmpty()) {
            List<String> order =
                    Roles.sidecars(pod).stream().map(Container::name).toList();
            running.stream()
                    .max(Comparator.comparingInt(view -> order.indexOf(view.name())))
                    .ifPresent(last -> stop(last, deadline, "Killing", "Stopping container " + last.name()));
        }
        return running.isEmpty();
    }

    private void releaseSandboxThen(@Nullable Action next) {
        if (!observed.busy().isEmpty()) {
            return;
        }
        if (observed.hasReadySandbox()) {
            actions.add(new Action.StopSandbox(observed.sandbox().orElseThrow().id()));
        } else if (next != null) {
            actions.add(next);
        }
    }
}
