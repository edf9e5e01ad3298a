package dev.jibe.scheduler;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.events.SeriesRecorder;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.policy.v1.PodDisruptionBudget;
import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.scheduler.bind.Binder;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.bind.DeviceBinder;
import dev.jibe.scheduler.bind.DeviceWatcher;
import dev.jibe.scheduler.bind.Stopwatch;
import dev.jibe.scheduler.bind.VolumeBinder;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.SchedulerConfig;
import dev.jibe.scheduler.devices.DevicePromises;
import dev.jibe.scheduler.devices.DeviceSelector;
import dev.jibe.scheduler.devices.DeviceWorld;
import dev.jibe.scheduler.extender.Extenders;
import dev.jibe.scheduler.extender.HttpQuestions;
import dev.jibe.scheduler.gang.GangFeatures;
import dev.jibe.scheduler.queue.Pending;
import dev.jibe.scheduler.queue.PodQueue;
import dev.jibe.scheduler.queue.QueueWatcher;
import dev.jibe.scheduler.snapshot.Budget;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives every pod without a node one.
 *
 * <p>One thread hears of all changes and makes all decisions, so that nothing needs a lock. A decision counts at once;
 * writing it down is left to others, and if that fails the decision is taken back.
 */
public final class Scheduler implements AutoCloseable {

    /** Why a pod has no node, as its condition says. */
    private static final String UNSCHEDULABLE = "Unschedulable";

    private static final String ERROR = "SchedulerError";
    private static final Log LOG = Log.of(Scheduler.class);
    private static final int MAX_MESSAGES = 1 << 16;
    private static final int MAX_BINDINGS = 64;

    /** How often it is asked what became of a binding that had no answer. */
    private static final int QUESTIONS = 60;

    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
    private static final int MAX_REJECTIONS = 64;

    /** Pods decided before changes are looked at again. */
    private static final int BATCH = 32;

    private final BlockingQueue<Message> messages = new ArrayBlockingQueue<>(MAX_MESSAGES);
    private final SchedulerPlan plan;
    private final Semaphore bindings = new Semaphore(MAX_BINDINGS);
    private final Semaphore rejections = new Semaphore(MAX_REJECTIONS);
    private final SchedulerMetrics metrics;
    private final Binder binder;
    private final SeriesRecorder events;
    private final Clock clock;
    private final Informer<Pod> pods;
    private final Informer<Node> nodes;
    private final Informer<Namespace> namespaces;
    private final Informer<PodDisruptionBudget> budgets;
    private final KnownVolumes volumes;
    private final KnownOwners owners;
    private final KnownDevices devices;
    private final DeviceBinder deviceBinder;
    private final AtomicBoolean devicesChanged = new AtomicBoolean();
    private final AtomicBoolean volumesChanged = new AtomicBoolean();
    private final AtomicBoolean namespacesChanged = new AtomicBoolean();
    private final VolumeBinder volumeBinder;
    private final Optional<GroupWriter> groups;
    private final Optional<HttpQuestions> questions;
    private final Extenders extenders;
    private volatile Pending pending = Pending.NONE;
    private @Nullable Cancellable timer;
    private @Nullable Thread thread;

    public Scheduler(
            Client client,
            Informers informers,
            String identity,
            Clock clock,
            RandomGenerator random,
            SchedulerConfig config,
            DeviceSelector selector,
            boolean taintRules,
            GangFeatures gangs,
            Metrics metrics) {
        this.metrics = new SchedulerMetrics(metrics);
        SchedulerMetrics.register(metrics, () -> pending);
        this.clock = clock;
        this.binder = new Binder(client);
        this.events = new SeriesRecorder(client, identity, clock);
        this.pods = informers.of(Pod.KIND);
        this.nodes = informers.of(Node.KIND);
        this.namespaces = informers.of(Namespace.KIND);
        this.volumes = new KnownVolumes(informers);
        this.owners = new KnownOwners(informers);
        this.devices = new KnownDevices(informers, taintRules);
        this.deviceBinder = new DeviceBinder(client, devices.claims(), clock);
        this.volumeBinder = new VolumeBinder(client, volumes.claims(), clock);
        this.budgets = informers.of(PodDisruptionBudget.KIND);
        this.groups = gangs.groups() ? Optional.of(new GroupWriter(client, informers, clock)) : Optional.empty();
        this.questions = config.extenders().isEmpty() ? Optional.empty() : Optional.of(new HttpQuestions(clock));
        this.extenders =
                questions.map(way -> new Extenders(config.extenders(), way)).orElse(Extenders.NONE);
        this.plan = new SchedulerPlan(
                config,
                new SchedulerPlan.Surroundings(
                        this::namespaceLabels,
                        volumes,
                        owners,
                        new DeviceWorld(devices, new DevicePromises(), selector, clock::now),
                        this::knownBudgets,
                        watcher(),
                        stopwatch(),
                        extenders,
                        gangs),
                random);
    }

    private QueueWatcher watcher() {
        return new QueueWatcher() {
            @Override
            public void came(String event, String queue) {
                metrics.came(event, queue);
            }

            @Override
            public void rejected(PodInfo pod, Set<Plugin> plugins, int pods) {
                metrics.rejected(plugins, pod.template().schedulerName(), pods);
            }
        };
    }

    private Stopwatch stopwatch() {
        return new Stopwatch(clock::nanoTime, metrics::took);
    }

    private List<Budget> knownBudgets() {
        return budgets.cache().all().stream().map(Budget::of).toList();
    }

    public Scheduler start() {
        thread = Thread.ofVirtual().name("scheduler").start(this::run);
        nodes.onChange(change -> tell(new Message.NodeChanged(change)));
        pods.onChange(change -> tell(new Message.PodChanged(change)));
        groups.ifPresent(writer -> writer.start(change -> tell(new Message.GroupChanged(change))));
        namespaces.onChange(this::hearOfNamespace);
        namespaces.start();
        budgets.start();
        volumes.start(() -> tellOnce(volumesChanged, new Message.VolumesChanged()));
        devices.start(() -> tellOnce(devicesChanged, new Message.DevicesChanged()));
        owners.start();
        return this;
    }

    private void tell(Message message) {
        try {
            messages.put(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var batch = new ArrayList<Message>();
        try {
            namespaces.awaitSyncedPatiently();
            budgets.awaitSyncedPatiently();
            volumes.awaitSynced();
            owners.awaitSynced();
            devices.awaitSynced();
            // Only now, so that no pod is decided before what its place depends on is known.
            nodes.start();
            pods.start();
            while (true) {
                batch.add(messages.take());
                messages.drainTo(batch);
                batch.forEach(this::hear);
                batch.clear();
                decideSome();
            }
        } catch (InterruptedException e) {
            LOG.debug("the scheduler ends");
        }
    }

    private void hear(Message message) {
        var now = clock.now();
        switch (message) {
            case Message.NodeChanged(var change) -> plan.hearOfNode(change, now);
            case Message.PodChanged(var change) -> plan.hearOfPod(change, now);
            case Message.GroupChanged(var change) -> plan.hearOfGroup(change, now);
            case Message.BindingEnded(var pod, var decision, var failure) -> bindingEnded(pod, decision, failure);
            case Message.VolumesChanged() -> {
                volumesChanged.set(false);
                plan.hearOfVolumes(now);
            }
            case Message.DevicesChanged() -> {
                devicesChanged.set(false);
                plan.hearOfDevices(now);
            }
            case Message.NamespacesChanged() -> {
                namespacesChanged.set(false);
                plan.hearOfNamespaces(now);
            }
            case Message.PreemptionFailed(var pod) -> plan.notPreempted(pod, now);
            case Message.Tick() -> {}
        }
    }

    /** Labels of namespaces decide whom affinity is about. */
    private void hearOfNamespace(Change<Namespace> change) {
        boolean matters = switch (change) {
            case Change.Added<Namespace> added -> true;
            case Change.Updated<Namespace>(var before, var now) ->
                !labels(before.tree()).equals(labels(now.tree()));
            case Change.Deleted<Namespace> deleted -> false;
        };
        if (matters) {
            tellOnce(namespacesChanged, new Message.NamespacesChanged());
        }
    }

    /** One message tells of all changes until it is heard. */
    private void tellOnce(AtomicBoolean told, Message message) {
        if (told.compareAndSet(false, true)) {
            tell(message);
        }
    }

    private static JsonMap labels(JsonMap object) {
        return object.map("metadata").map("labels");
    }

    private JsonMap namespaceLabels(String name) {
        return namespaces
                .cache()
                .get(Key.cluster(name))
                .map(namespace -> labels(namespace.tree()))
                .orElse(JsonMap.EMPTY);
    }

    private void decideSome() {
        for (int i = 0; i < BATCH; i++) {
            long begun = clock.nanoTime();
            var step = plan.next(clock.now());
            if (step.isEmpty()) {
                pending = plan.pending();
                wakeUpLater();
                return;
            }
            carryOut(step.get(), begun);
            tellOfGroups(clock.nanoTime() - begun);
        }
        pending = plan.pending();
        tellMyself();
    }

    private void tellOfGroups(long nanos) {
        for (var told = plan.nextVerdict(); told.isPresent(); told = plan.nextVerdict()) {
            var verdict = told.get();
            metrics.triedGroup(verdict.profile(), verdict.result().label(), nanos);
            groups.ifPresent(writer -> writer.write(verdict));
        }
    }

    private void tellMyself() {
        // If there is no room, there is a message that wakes the thread as well.
        if (!messages.offer(new Message.Tick())) {
            LOG.debug("more changes wait than fit");
        }
    }

    private void wakeUpLater() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        plan.nextWakeUp().ifPresent(at -> timer = clock.schedule(Duration.between(clock.now(), at), this::tellMyself));
    }

    private void carryOut(SchedulerPlan.Step step, long begun) {
        var pod = step.pod();
        var profile = pod.template().schedulerName();
        long nanos = clock.nanoTime() - begun;
        if (!(step.decision() instanceof Decision.Bind)) {
            boolean failed = step.decision() instanceof Decision.Failed;
            metrics.tried(profile, failed ? SchedulerMetrics.ERROR : SchedulerMetrics.UNSCHEDULABLE, nanos);
        }
        switch (step.decision()) {
            case Decision.Bind decision -> {
                metrics.decided(nanos);
                // Volumes may take long, and others need not wait for them.
                boolean waits =
                        !decision.volumes().isNone() || !decision.devices().isNone();
                if (!waits) {
                    bindings.acquireUninterruptibly();
                }
                Thread.startVirtualThread(() -> bind(pod, decision, waits, step.effort(), begun));
            }
            case Decision.Unschedulable(var message, var settled, var plugins) -> {
                var nominated = settled ? Optional.of("") : Optional.<String>empty();
                rejections.acquireUninterruptibly();
                Thread.startVirtualThread(() -> reject(pod, UNSCHEDULABLE, message, nominated));
            }
            case Decision.Failed(var message) -> {
                rejections.acquireUninterruptibly();
                Thread.startVirtualThread(() -> reject(pod, ERROR, message, Optional.empty()));
            }
            case Decision.Free free -> {
                rejections.acquireUninterruptibly();
                Thread.startVirtualThread(() -> free(pod, free));
            }
            case Decision.Preempt preempt -> {
                metrics.preempts(preempt.victims().size());
                bindings.acquireUninterruptibly();
                Thread.startVirtualThread(() -> preempt(pod, preempt, step.displaced()));
            }
        }
    }

    /** Makes room for a pod; the victims' end wakes it. */
    private void preempt(PodInfo pod, Decision.Preempt decision, List<PodInfo> displaced) {
        try {
            failed(pod, decision.message());
            binder.reject(pod, UNSCHEDULABLE, decision.message(), Optional.of(decision.node()), clock.now());
            displaced.forEach(binder::withdraw);
            for (var victim : decision.victims()) {
                if (binder.evict(victim, pod, clock.now())) {
                    var message = "Preempted by pod " + pod.pod().uid() + " on node " + decision.node();
                    say(pod, victim, "Preempted", "Preempting", message);
                }
            }
        } catch (RuntimeException e) {
            LOG.info("preemption failed", "pod", pod.key(), "node", decision.node(), "reason", e.getMessage());
            tell(new Message.PreemptionFailed(pod));
        } finally {
            bindings.release();
        }
    }

    private void bind(PodInfo pod, Decision.Bind decision, boolean waits, PodQueue.Effort effort, long begun) {
        RuntimeException failure = null;
        var profile = pod.template().schedulerName();
        try {
            if (!decision.devices().isNone()) {
                var patience = plan.profile(pod).deviceTimeout();
                preBind(
                        Plugin.DYNAMIC_RESOURCES,
                        profile,
                        () -> deviceBinder.bind(
                                pod.pod(), decision.devices(), patience, watcher(pod, decision.node())));
            }
            if (!decision.volumes().isNone()) {
                preBind(
                        Plugin.VOLUME_BINDING,
                        profile,
                        () -> volumeBinder.bind(
                                decision.volumes(),
                                decision.node(),
                                plan.profile(pod).bindTimeout()));
            }
            if (waits) {
                bindings.acquireUninterruptibly();
            }
            timed("Bind", Plugin.DEFAULT_BINDER, profile, () -> write(pod, decision.node()));
            deviceBinder.settle(pod.pod());
            metrics.bound(effort.tries(), Duration.between(effort.first(), clock.now()));
        } catch (RuntimeException e) {
            failure = e;
            giveBack(pod, decision, e);
        }
        var result = failure == null ? SchedulerMetrics.SCHEDULED : SchedulerMetrics.ERROR;
        metrics.tried(profile, result, clock.nanoTime() - begun);
        tell(new Message.BindingEnded(pod, decision, failure));
    }

    private DeviceWatcher watcher(PodInfo pod, String node) {
        return new DeviceWatcher() {
            @Override
            public void created(boolean succeeded) {
                metrics.createdClaim(succeeded);
            }

            @Override
            public void waits() {
                var message = "waiting for binding conditions for device on node " + node;
                say(pod, pod, "BindingConditionsPending", "Scheduling", message);
            }

            @Override
            public void waited(List<JsonMap> claims, String status, long nanos) {
                metrics.madeReady(pod.template().schedulerName(), claims, status, nanos);
            }
        };
    }

    /** What the pod was given it does not use, unless it is not known whether it has its place. */
    private void giveBack(PodInfo pod, Decision.Bind decision, RuntimeException failure) {
        if (decision.devices().isNone()) {
            return;
        }
        if (failure instanceof ApiFailure api && api.isUnreachable()) {
            deviceBinder.settle(pod.pod());
        } else {
            deviceBinder.undo(pod.pod(), decision.devices());
        }
    }

    private void preBind(Plugin plugin, String profile, Runnable action) {
        try {
            timed("PreBind", plugin, profile, action);
        } catch (SchedulerException e) {
            throw new SchedulerException("running PreBind plugin \"" + plugin.title() + "\": " + e.getMessage());
        }
    }

    private void timed(String point, Plugin plugin, String profile, Runnable action) {
        long begun = clock.nanoTime();
        boolean succeeded = false;
        try {
            action.run();
            succeeded = true;
        } finally {
            long nanos = clock.nanoTime() - begun;
            metrics.took(point, profile, succeeded, nanos);
            metrics.took(point, plugin, succeeded, nanos);
        }
    }

    private void write(PodInfo pod, String node) {
        try {
            assign(pod, node);
            say(pod, pod, "Scheduled", "Binding", "Successfully assigned " + pod.key() + " to " + node);
        } finally {
            bindings.release();
        }
    }

    /**
     * Assigns the pod to the node. If there is no answer the place must not be given to another before it is known whether
     * the pod has it.
     */
    private void assign(PodInfo pod, String node) {
        try {
            if (!extenders.bind(pod, node)) {
                binder.bind(pod, node);
            }
        } catch (ApiFailure failure) {
            if (!failure.isUnreachable() || !isAssigned(pod, node, failure)) {
                throw failure;
            }
        }
    }

    private boolean isAssigned(PodInfo pod, String node, ApiFailure unanswered) {
        for (int i = 0; i < QUESTIONS; i++) {
            try {
                return binder.isBound(pod, node);
            } catch (ApiFailure failure) {
                if (!failure.isUnreachable()) {
                    throw failure;
                }
            }
            try {
                clock.sleep(BETWEEN_QUESTIONS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unanswered;
            }
        }
        return false;
    }

    /** Gives devices back that are where the pod cannot be; the change of the claim wakes it. */
    private void free(PodInfo pod, Decision.Free decision) {
        try {
            deviceBinder.free(decision.claim());
        } catch (ApiFailure e) {
            LOG.debug("cannot free a claim", "pod", pod.key(), "reason", e.getMessage());
        }
        reject(pod, UNSCHEDULABLE, decision.message(), Optional.empty());
    }

    private void reject(PodInfo pod, String reason, String message, Optional<String> nominated) {
        try {
            failed(pod, message);
            binder.reject(pod, reason, message, nominated, clock.now());
        } catch (ApiFailure e) {
            LOG.debug("cannot say that a pod is not scheduled", "pod", pod.key(), "reason", e.getMessage());
        } finally {
            rejections.release();
        }
    }

    /** Says with an event why a pod has no node, in the name of the profile that it asked for. */
    private void failed(PodInfo pod, String message) {
        var profile = pod.template().schedulerName();
        events.record(profile, pod.pod(), EventRecorder.WARNING, "FailedScheduling", "Scheduling", message);
    }

    private void say(PodInfo by, PodInfo about, String reason, String action, String message) {
        events.record(by.template().schedulerName(), about.pod(), EventRecorder.NORMAL, reason, action, message);
    }

    private void bindingEnded(PodInfo pod, Decision.Bind decision, @Nullable RuntimeException failure) {
        if (failure == null) {
            plan.bound(pod, decision);
            return;
        }
        LOG.info("binding failed", "pod", pod.key(), "node", decision.node(), "reason", failure.getMessage());
        if (failure instanceof SchedulerException) {
            failed(pod, String.valueOf(failure.getMessage()));
        }
        boolean gone = failure instanceof ApiFailure api && (api.isNotFound() || api.isConflict());
        plan.notBound(
                pod,
                decision,
                gone && decision.volumes().isNone() && decision.devices().isNone(),
                clock.now());
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
        questions.ifPresent(HttpQuestions::close);
        groups.ifPresent(GroupWriter::close);
        events.close();
    }
}
