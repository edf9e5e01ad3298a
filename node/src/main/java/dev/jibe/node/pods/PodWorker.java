package dev.jibe.node.pods;

import dev.jibe.node.allocation.Pending;
import dev.jibe.node.allocation.ResizeFailure;
import dev.jibe.node.allocation.Summary;
import dev.jibe.node.allocation.Waiting;
import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.cri.SandboxView;
import dev.jibe.node.launch.LaunchFailure;
import dev.jibe.node.probe.Health;
import dev.jibe.node.volume.VolumeFailure;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The shell around one pod's plan: it looks, plans, writes status, and starts what the plan asks for.
 *
 * <p>It has no thread of its own while nothing happens. Whatever changes signals it; signals that come during a pass
 * are answered by one more pass. Each operation runs on a virtual thread and signals when it is done.
 */
public final class PodWorker {
    private static final Log LOG = Log.of(PodWorker.class);
    private static final Duration STATUS_RETRY = Duration.ofSeconds(1);

    private final PodServices services;
    private final PodState state;
    private final Operations operations;
    private final Consumer<PodWorker> whenFinished;
    private final AtomicInteger signals = new AtomicInteger();
    private final Map<String, Thread> launching = new ConcurrentHashMap<>();
    private final Set<String> announced = ConcurrentHashMap.newKeySet();
    private volatile JsonMap written = JsonMap.EMPTY;
    private final boolean isTaken;
    private volatile boolean finished;
    private volatile @Nullable Cancellable recheck;

    PodWorker(
            PodServices services,
            Promises promises,
            Optional<Admission.Refusal> refused,
            Consumer<PodWorker> whenFinished) {
        this.services = services;
        this.isTaken = refused.isEmpty();
        this.state = new PodState(promises, refused, services.clock().now());
        this.operations = new Operations(services, state);
        this.whenFinished = whenFinished;
    }

    public Pod pod() {
        return state.pod();
    }

    public List<ContainerView> containers() {
        return state.containers();
    }

    public Optional<SandboxView> sandbox() {
        return state.sandbox();
    }

    /** The pod's object has changed. */
    void update(Pod newer) {
        boolean described = !isDescribedLike(newer);
        state.promises().desired(newer, isTaken && !newer.isTerminating() && !Roles.isTerminal(newer));
        if (described) {
            Thread.ofVirtual().start(this::refreshVolumes);
        }
        signal();
    }

    /** Whether what the downward API shows of a pod in files is the same: the rest of it never changes. */
    private boolean isDescribedLike(Pod newer) {
        JsonMap mine = state.pod().metadata().tree();
        JsonMap others = newer.metadata().tree();
        return mine.map("labels").equals(others.map("labels"))
                && mine.map("annotations").equals(others.map("annotations"));
    }

    /** The pod's object is gone. */
    void gone() {
        state.gone();
        signal();
    }

    /**
     * The pod's object was gone before this worker was there.
     *
     * <p>Begins nothing: before it is known what there is of the pod, there would seem to be nothing left to end.
     */
    void lost() {
        state.gone();
    }

    /** The pod, if it asks for resources that it was not promised. */
    Optional<Waiting> waiting() {
        Promises promises = state.promises();
        Pod desired = promises.desired();
        if (!holds() || !promises.isWaiting() || desired.isTerminating() || Roles.isTerminal(desired)) {
            return Optional.empty();
        }
        var since = promises.pending().map(Pending::since).orElse(Instant.MAX);
        return Optional.of(new Waiting(desired, promises.promised(), since));
    }

    /** The pod gets the resources that it asks for. */
    void grant(Pod asked) {
        state.well(Observed.RESIZE);
        state.promises().grant(asked);
        operations.resizer().save();
        services.api()
                .event(
                        asked,
                        "Normal",
                        "ResizeStarted",
                        Summary.of("Pod resize started", asked, asked.metadata().generation(), ""));
        Thread.ofVirtual().start(this::refreshVolumes);
        signal();
    }

    /** The pod must wait for the resources that it asks for, or go without them. */
    void postpone(Pod asked, String reason, String message) {
        long generation = asked.metadata().generation();
        if (state.promises()
                .pend(new Pending(reason, message, generation, services.clock().now()))) {
            services.api()
                    .event(
                            asked,
                            "Warning",
                            "Resize" + reason,
                            Summary.of("Pod resize " + reason, asked, generation, message));
        }
        signal();
    }

    /** Whether the pod has a claim on what the node has. */
    boolean holds() {
        return isTaken && !state.isGone() && !Roles.isTerminal(state.pod());
    }

    /** A volume that could not be made may be made now, and one that is there may have to be filled anew. */
    void certificateAnswered() {
        Thread.ofVirtual().start(this::refreshVolumes);
        if (!state.isMounted()) {
            state.well(Observed.VOLUMES);
            signal();
        }
    }

    /** What a volume was filled from has changed, or a token has grown old. */
    void refreshVolumes() {
        if (state.isMounted() && !finished) {
            try {
                services.volumes().refresh(state.pod());
            } catch (VolumeFailure | LaunchFailure e) {
                services.api().event(state.pod(), "Warning", "FailedMount", String.valueOf(e.getMessage()));
            }
        }
    }

    /** What the runtime says it has of this pod; the ids are those known before it was asked. */
    void observed(List<SandboxView> sandboxes, List<ContainerView> containers, Set<String> known) {
        var ids = new HashSet<String>();
        boolean changed = false;
        for (SandboxView listed : sandboxes) {
            ids.add(listed.id());
            var old = state.sandboxes().stream()
                    .filter(view -> view.id().equals(listed.id()))
                    .findFirst();
            if (old.isEmpty() || old.get().ready() != listed.ready()) {
                state.put(services.runtime().sandbox(listed.id()));
                changed = true;
            }
        }
        for (ContainerView listed : containers) {
            ids.add(listed.id());
            var old = state.containers().stream()
                    .filter(view -> view.id().equals(listed.id()))
                    .findFirst();
            if (old.isEmpty() || old.get().state() != listed.state()) {
                operations.refreshContainer(listed.id(), listed.sandboxId());
                changed = true;
            }
        }
        changed |= hasLost(ids, known);
        state.retain(ids, known);
        // Of a pod that is gone there may be nothing left by now, and nobody else would say so.
        if (changed || state.isGone()) {
            signal();
        }
    }

    private boolean hasLost(Collection<String> ids, Set<String> known) {
        return state.knownIds().stream().anyMatch(id -> known.contains(id) && !ids.contains(id));
    }

    Set<String> knownIds() {
        return state.knownIds();
    }

    void signal() {
        if (signals.getAndIncrement() == 0) {
            Thread.ofVirtual().name("pod-" + state.pod().name()).start(this::passes);
        }
    }

    private void passes() {
        int answered = 1;
        while (answered != 0) {
            answered = signals.get();
            try {
                pass();
            } catch (RuntimeException e) {
                LOG.warn("a pass over a pod failed", e, "pod", state.pod().name());
                services.clock().schedule(STATUS_RETRY, this::signal);
            }
            answered = signals.addAndGet(-answered);
        }
    }

    private void pass() {
        if (finished) {
            return;
        }
        Map<String, Health> health = services.probes().keep(state.pod(), state.containers(), podIp(), this::signal);
        PodPlan plan = PodPlan.of(
                state.observe(health, services.node(), services.clock().now()));
        write(plan.status());
        announceBackoffs(plan);
        plan.actions().forEach(this::begin);
        if (!launching.isEmpty() && (state.isGone() || state.pod().isTerminating())) {
            launching.values().forEach(Thread::interrupt);
        }
        Cancellable pending = recheck;
        if (pending != null) {
            pending.cancel();
            recheck = null;
        }
        plan.recheck().ifPresent(delay -> recheck = services.clock().schedule(delay.plusMillis(1), this::signal));
    }

    private String podIp() {
        List<String> ips = state.pod().spec().hostNetwork()
                ? services.node().ips()
                : state.sandbox().map(SandboxView::ips).orElse(List.of());
        return ips.isEmpty() ? "" : ips.getFirst();
    }

    private void announceBackoffs(PodPlan plan) {
        for (ContainerView view : state.containers()) {
            boolean waits = view.isExited()
                    && plan.status()
                            .list("containerStatuses")
                            .maps()
                            .anyMatch(status -> status.string("name").equals(view.name())
                                    && "CrashLoopBackOff"
                                            .equals(status.map("state")
                                                    .map("waiting")
                                                    .string("reason"))
                                    && status.map("lastState")
                                            .map("terminated")
                                            .string("containerID")
                                            .endsWith(view.id()));
            if (waits && announced.add(view.id())) {
                Pod pod = state.pod();
                services.api()
                        .event(
                                pod,
                                "Warning",
                                "BackOff",
                                "Back-off restarting failed container " + view.name() + " in pod " + pod.name() + "_"
                                        + pod.namespace() + "(" + pod.uid() + ")");
            }
        }
    }

    private void write(JsonMap status) {
        if (state.isGone()
                || status.equals(written)
                || isIn(state.pod().status().tree(), status)) {
            return;
        }
        try {
            services.api().patchStatus(state.pod(), status);
            written = status;
        } catch (RuntimeException e) {
            LOG.debug("cannot write a pod's status", "pod", state.pod().name(), "why", e.getMessage());
            services.clock().schedule(STATUS_RETRY, this::signal);
        }
    }

    private static boolean isIn(JsonMap current, JsonMap status) {
        for (int i = 0; i < status.size(); i++) {
            if (!status.valueAt(i).equals(current.get(status.keyAt(i)))) {
                return false;
            }
        }
        return true;
    }

    /** Stops looking after the pod; its containers go on. */
    void close() {
        finished = true;
        Cancellable pending = recheck;
        if (pending != null) {
            pending.cancel();
        }
    }

    /** A step that may fail with anything. */
    @FunctionalInterface
    private interface Deed {
        void run() throws Exception;
    }

    private void begin(Action action) {
        switch (action) {
            case Action.MountVolumes mount ->
                start(Observed.VOLUMES, Observed.VOLUMES, "FailedMount", operations::mountVolumes);
            case Action.CreateSandbox create ->
                start(
                        Observed.SANDBOX,
                        Observed.SANDBOX,
                        "FailedCreatePodSandBox",
                        () -> operations.createSandbox(create.attempt()));
            case Action.StopSandbox stop ->
                start(Observed.SANDBOX, Observed.SANDBOX, "FailedKillPod", operations::stopSandboxes);
            case Action.Launch launch -> start(launch.container(), launch.container(), "Failed", () -> launch(launch));
            case Action.Stop stop -> stop(stop);
            case Action.Resize resize ->
                start(
                        Observed.RESIZE,
                        Observed.RESIZE,
                        "ResizeError",
                        () -> operations.resizer().run(resize.steps()));
            case Action.EndResize end ->
                start(
                        Observed.RESIZE,
                        Observed.RESIZE,
                        "ResizeError",
                        () -> operations.resizer().complete());
            case Action.Remove remove ->
                start("/remove/" + remove.id(), remove.id(), "FailedKillPod", () -> operations.remove(remove.id()));
            case Action.UnmountVolumes unmount ->
                start(Observed.VOLUMES, Observed.VOLUMES, "FailedUnMount", operations::unmount);
            case Action.Finish finish -> start(Observed.SANDBOX, Observed.SANDBOX, "FailedKillPod", this::finish);
        }
    }

    private void finish() throws Exception {
        operations.finish();
        finished = true;
        services.probes().forget(state.pod().uid());
        whenFinished.accept(this);
    }

    private void launch(Action.Launch launch) {
        launching.put(launch.container(), Thread.currentThread());
        try {
            operations.launch(launch);
        } finally {
            launching.remove(launch.container());
        }
    }

    /** Stops may overlap: a shorter deadline does not wait for a longer one. */
    private void stop(Action.Stop action) {
        state.stopping(action.id(), action.deadline());
        if (action.reason().equals(Action.Stop.RESIZE)) {
            state.promises().restarting(action.id());
        }
        run(action.container(), "FailedKillPod", () -> operations.stop(action), () -> state.stopped(action.id()));
    }

    private void start(String busyKey, String troubleKey, String reason, Deed deed) {
        if (state.begin(busyKey)) {
            run(troubleKey, reason, deed, () -> state.end(busyKey));
        }
    }

    private void run(String troubleKey, String reason, Deed deed, Runnable afterwards) {
        Thread.ofVirtual().name("pod-" + state.pod().name() + "-" + reason).start(() -> {
            try {
                deed.run();
                state.well(troubleKey);
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                fail(troubleKey, reason, e);
            } finally {
                afterwards.run();
                signal();
            }
        });
    }

    private void fail(String key, String reason, Exception failure) {
        Instant now = services.clock().now();
        Backoff old = state.troubleOf(key).map(Trouble::backoff).orElse(null);
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof ResizeFailure) {
            boolean isNews = state.troubleOf(key)
                    .filter(known -> known.message().equals(message))
                    .isEmpty();
            state.trouble(key, new Trouble(reason, message, now, Backoff.step(old, now)));
            if (isNews) {
                Pod pod = state.pod();
                long generation = pod.metadata().generation();
                services.api().event(pod, "Warning", reason, Summary.of("Pod resize error", pod, generation, message));
            }
        } else if (failure instanceof LaunchFailure launch) {
            boolean isPull = launch.reason().equals("ErrImagePull");
            Backoff backoff = isPull ? Backoff.after(old, now) : Backoff.step(old, now);
            state.trouble(key, new Trouble(launch.reason(), message, now, backoff));
            services.api().event(state.pod(), "Warning", isPull ? "Failed" : reason, "Error: " + message);
        } else {
            if (!(failure instanceof VolumeFailure)) {
                LOG.warn("an operation on a pod failed", "pod", state.pod().name(), "what", key, "why", message);
            }
            state.trouble(key, new Trouble(reasonShown(key), message, now, Backoff.step(old, now)));
            services.api().event(state.pod(), "Warning", reason, message);
        }
    }

    private static String reasonShown(String key) {
        return key.startsWith("/") ? "ContainerCreating" : "CreateContainerError";
    }
}
