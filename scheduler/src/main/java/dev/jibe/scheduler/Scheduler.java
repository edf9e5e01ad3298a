package dev.jibe.scheduler;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.policy.v1.PodDisruptionBudget;
import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.scheduler.bind.Binder;
import dev.jibe.scheduler.bind.Decider;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.bind.VolumeBinder;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.config.SchedulerConfig;
import dev.jibe.scheduler.queue.ClusterEvent;
import dev.jibe.scheduler.queue.PodQueue;
import dev.jibe.scheduler.snapshot.Budget;
import dev.jibe.scheduler.snapshot.ClusterInfo;
import dev.jibe.scheduler.snapshot.Nominations;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Reservations;
import dev.jibe.scheduler.snapshot.Templates;
import dev.jibe.scheduler.snapshot.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives every pod without a node one.
 *
 * <p>One thread hears of all changes and makes all decisions, so that nothing needs a lock. A decision counts at once;
 * writing it down is left to others, and if that fails the decision is taken back.
 */
public final class Scheduler implements AutoCloseable {

    private static final Log LOG = Log.of(Scheduler.class);
    private static final int MAX_MESSAGES = 1 << 16;
    private static final int MAX_BINDINGS = 64;

    /** Pods decided before changes are looked at again. */
    private static final int BATCH = 32;

    private final BlockingQueue<Message> messages = new ArrayBlockingQueue<>(MAX_MESSAGES);
    private final ClusterInfo cluster = new ClusterInfo(this::namespaceLabels);
    private final PodQueue queue;
    private final Templates templates = new Templates();
    private final Map<String, Profile> profiles;
    private final Decider decider;
    private final Semaphore bindings = new Semaphore(MAX_BINDINGS);
    private final Binder binder;
    private final EventRecorder events;
    private final Clock clock;
    private final Informer<Pod> pods;
    private final Informer<Node> nodes;
    private final Informer<Namespace> namespaces;
    private final Informer<PodDisruptionBudget> budgets;
    private final KnownVolumes volumes;
    private final KnownOwners owners;
    private final AtomicBoolean volumesChanged = new AtomicBoolean();
    private final AtomicBoolean namespacesChanged = new AtomicBoolean();
    private final Nominations nominations = new Nominations();
    private final Reservations reservations = new Reservations();
    private final VolumeBinder volumeBinder;
    private @Nullable Cancellable timer;
    private @Nullable Thread thread;

    public Scheduler(Client client, Informers informers, Clock clock, RandomGenerator random) {
        this(client, informers, clock, random, SchedulerConfig.DEFAULT);
    }

    public Scheduler(Client client, Informers informers, Clock clock, RandomGenerator random, SchedulerConfig config) {
        this.profiles =
                config.profiles().stream().collect(Collectors.toMap(Profile::schedulerName, profile -> profile));
        this.queue = new PodQueue(this::namespaceLabels, config.initialBackoff(), config.maxBackoff());
        this.binder = new Binder(client);
        this.events = new EventRecorder(client, Profile.DEFAULT_NAME, "", clock);
        this.clock = clock;
        this.pods = informers.of(Pod.KIND);
        this.nodes = informers.of(Node.KIND);
        this.namespaces = informers.of(Namespace.KIND);
        this.volumes = new KnownVolumes(informers);
        this.owners = new KnownOwners(informers);
        this.volumeBinder = new VolumeBinder(client, volumes.claims(), clock);
        this.budgets = informers.of(PodDisruptionBudget.KIND);
        this.decider =
                new Decider(new World(cluster, nominations, volumes, reservations, owners, this::knownBudgets), random);
    }

    private List<Budget> knownBudgets() {
        return budgets.cache().all().stream().map(Budget::of).toList();
    }

    public Scheduler start() {
        thread = Thread.ofVirtual().name("scheduler").start(this::run);
        nodes.onChange(change -> tell(new Message.NodeChanged(change)));
        pods.onChange(change -> tell(new Message.PodChanged(change)));
        namespaces.onChange(this::hearOfNamespace);
        namespaces.start();
        budgets.start();
        volumes.start(() -> tellOnce(volumesChanged, new Message.VolumesChanged()));
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
            namespaces.awaitSynced();
            budgets.awaitSynced();
            volumes.awaitSynced();
            owners.awaitSynced();
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
        switch (message) {
            case Message.NodeChanged(var change) -> hearOfNode(change);
            case Message.PodChanged(var change) -> hearOfPod(change);
            case Message.BindingEnded(var pod, var decision, var failure) -> bindingEnded(pod, decision, failure);
            case Message.VolumesChanged() -> {
                volumesChanged.set(false);
                queue.changed(new ClusterEvent.VolumesChanged(), clock.now());
            }
            case Message.NamespacesChanged() -> {
                namespacesChanged.set(false);
                if (cluster.namespacesChanged()) {
                    queue.changed(new ClusterEvent.NamespacesChanged(), clock.now());
                }
            }
            case Message.PreemptionFailed(var pod) -> {
                nominations.remove(pod.key());
                queue.retry(pod.key(), clock.now());
            }
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

    private void hearOfNode(Change<Node> change) {
        switch (change) {
            case Change.Added<Node>(var node) -> {
                cluster.putNode(node);
                queue.changed(new ClusterEvent.NodeAdded(node), clock.now());
            }
            case Change.Updated<Node>(var before, var node) -> {
                cluster.putNode(node);
                if (matters(before, node)) {
                    queue.changed(new ClusterEvent.NodeUpdated(before, node), clock.now());
                }
            }
            case Change.Deleted<Node>(var node) -> {
                cluster.removeNode(node.name());
                queue.changed(new ClusterEvent.NodeGone(node), clock.now());
            }
        }
    }

    /** Heartbeats change no decision. */
    private static boolean matters(Node before, Node now) {
        return !before.tree().map("spec").equals(now.tree().map("spec"))
                || !labels(before.tree()).equals(labels(now.tree()))
                || !before.tree()
                        .map("status")
                        .map("allocatable")
                        .equals(now.tree().map("status").map("allocatable"));
    }

    private void hearOfPod(Change<Pod> change) {
        switch (change) {
            case Change.Added<Pod>(var pod) -> hearOfPod(pod);
            case Change.Updated<Pod>(var ignored, var pod) -> hearOfPod(pod);
            case Change.Deleted<Pod>(var pod) -> forget(info(pod));
        }
    }

    /** What there is to know of a pod; read anew only if it is not what it was. */
    private PodInfo info(Pod pod) {
        var key = pod.namespace() + "/" + pod.name();
        var placed = cluster.pod(key);
        var known = placed == null ? queue.pod(key) : placed;
        return known == null ? PodInfo.of(pod, templates) : known.with(pod, templates);
    }

    private void hearOfPod(Pod pod) {
        var info = info(pod);
        var phase = pod.tree().map("status").string("phase");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            forget(info);
        } else if (!pod.spec().nodeName().isEmpty()) {
            queue.remove(info.key());
            nominations.remove(info.key());
            hearOfPlaced(info, pod.spec().nodeName());
        } else if (pod.isTerminating()
                || !profiles.containsKey(info.template().schedulerName())
                || !pod.spec().schedulingGates().isEmpty()) {
            queue.remove(info.key());
            nominations.remove(info.key());
        } else {
            nominations.hear(info);
            queue.put(info, clock.now());
        }
    }

    private void hearOfPlaced(PodInfo pod, String node) {
        var before = cluster.pod(pod.key());
        cluster.place(pod, node);
        if (before == null) {
            queue.changed(new ClusterEvent.PodPlaced(pod), clock.now());
        } else if (before.template() != pod.template() || before.isTerminating() != pod.isTerminating()) {
            queue.changed(new ClusterEvent.PodChanged(before, pod), clock.now());
        }
    }

    private void forget(PodInfo pod) {
        boolean placed = cluster.pod(pod.key()) != null;
        queue.remove(pod.key());
        cluster.remove(pod.key());
        boolean expected = !nominations.nodeOf(pod.key()).isEmpty();
        nominations.remove(pod.key());
        if (expected || placed) {
            queue.changed(new ClusterEvent.PodGone(pod), clock.now());
        }
    }

    private void decideSome() {
        for (int i = 0; i < BATCH; i++) {
            var next = queue.take(clock.now());
            if (next.isEmpty()) {
                wakeUpLater();
                return;
            }
            decide(next.get());
        }
        tellMyself();
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
        queue.nextWakeUp().ifPresent(at -> timer = clock.schedule(Duration.between(clock.now(), at), this::tellMyself));
    }

    private Profile profile(PodInfo pod) {
        return profiles.getOrDefault(pod.template().schedulerName(), Profile.DEFAULT);
    }

    private void decide(PodInfo pod) {
        switch (decider.decide(pod, profile(pod))) {
            case Decision.Bind decision -> {
                cluster.place(pod, decision.node());
                nominations.remove(pod.key());
                reservations.reserve(decision.volumes(), decision.node());
                queue.changed(new ClusterEvent.PodPlaced(pod), clock.now());
                // Volumes may take long, and others need not wait for them.
                boolean waits = !decision.volumes().isNone();
                if (!waits) {
                    bindings.acquireUninterruptibly();
                }
                Thread.startVirtualThread(() -> bind(pod, decision, waits));
            }
            case Decision.Unschedulable(var message, var settled, var plugins) -> {
                queue.failed(pod.key(), plugins, clock.now());
                if (settled) {
                    nominations.remove(pod.key());
                }
                var nominated = settled ? Optional.of("") : Optional.<String>empty();
                Thread.startVirtualThread(() -> reject(pod, message, nominated));
            }
            case Decision.Preempt preempt -> {
                // Whoever was to have the place and is less important has to look for another.
                var displaced = nominations.on(preempt.node()).stream()
                        .filter(other -> other.priority() < pod.priority())
                        .toList();
                displaced.forEach(other -> nominations.remove(other.key()));
                nominations.put(pod, preempt.node());
                queue.failed(pod.key(), preempt.plugins(), clock.now());
                displaced.forEach(other -> queue.retry(other.key(), clock.now()));
                bindings.acquireUninterruptibly();
                Thread.startVirtualThread(() -> preempt(pod, preempt, displaced));
            }
        }
    }

    /** Makes room for a pod; the victims' end wakes it. */
    private void preempt(PodInfo pod, Decision.Preempt decision, List<PodInfo> displaced) {
        try {
            events.warning(pod.pod(), "FailedScheduling", decision.message());
            binder.reject(pod, decision.message(), Optional.of(decision.node()), clock.now());
            displaced.forEach(binder::withdraw);
            for (var victim : decision.victims()) {
                if (binder.evict(victim, pod, clock.now())) {
                    var message = "Preempted by pod " + pod.pod().uid() + " on node " + decision.node();
                    events.normal(victim.pod(), "Preempted", message);
                }
            }
        } catch (RuntimeException e) {
            LOG.info("preemption failed", "pod", pod.key(), "node", decision.node(), "reason", e.getMessage());
            tell(new Message.PreemptionFailed(pod));
        } finally {
            bindings.release();
        }
    }

    private void bind(PodInfo pod, Decision.Bind decision, boolean waits) {
        RuntimeException failure = null;
        try {
            if (waits) {
                volumeBinder.bind(
                        decision.volumes(), decision.node(), profile(pod).bindTimeout());
                bindings.acquireUninterruptibly();
            }
            write(pod, decision.node());
        } catch (RuntimeException e) {
            failure = e;
        }
        tell(new Message.BindingEnded(pod, decision, failure));
    }

    private void write(PodInfo pod, String node) {
        try {
            binder.bind(pod, node);
            events.normal(pod.pod(), "Scheduled", "Successfully assigned " + pod.key() + " to " + node);
        } finally {
            bindings.release();
        }
    }

    private void reject(PodInfo pod, String message, Optional<String> nominated) {
        try {
            events.warning(pod.pod(), "FailedScheduling", message);
            binder.reject(pod, message, nominated, clock.now());
        } catch (ApiFailure e) {
            LOG.debug("cannot say that a pod is not scheduled", "pod", pod.key(), "reason", e.getMessage());
        }
    }

    private void bindingEnded(PodInfo pod, Decision.Bind decision, @Nullable RuntimeException failure) {
        reservations.release(decision.volumes());
        if (failure == null) {
            queue.remove(pod.key());
            return;
        }
        LOG.info("binding failed", "pod", pod.key(), "node", decision.node(), "reason", failure.getMessage());
        if (failure instanceof SchedulerException) {
            var message = "running PreBind plugin \"VolumeBinding\": " + failure.getMessage();
            events.warning(pod.pod(), "FailedScheduling", message);
        }
        cluster.remove(pod.key());
        queue.changed(new ClusterEvent.PodGone(pod), clock.now());
        boolean gone = failure instanceof ApiFailure api && (api.isNotFound() || api.isConflict());
        if (gone) {
            queue.remove(pod.key());
        } else {
            nominations.hear(pod);
            queue.retry(pod.key(), clock.now());
        }
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
        events.close();
    }
}
