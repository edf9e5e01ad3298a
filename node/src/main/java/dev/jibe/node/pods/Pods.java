package dev.jibe.node.pods;

import dev.jibe.node.allocation.Checkpoint;
import dev.jibe.node.allocation.Fit;
import dev.jibe.node.allocation.Pending;
import dev.jibe.node.allocation.Waiting;
import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.cri.RuntimeFailure;
import dev.jibe.node.cri.SandboxView;
import dev.jibe.node.launch.SandboxSpecs;
import dev.jibe.node.volume.PodTrees;
import dev.jibe.node.volume.Volumes;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.api.certificates.v1beta1.PodCertificateRequest;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.ApiObject;
import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The pods of one node: a worker for each, told of what the API and the container runtime say.
 *
 * <p>A {@link Lookout} says when to ask the runtime what it has. Containers that are found without a pod are those of a
 * pod that was deleted while no node agent ran; they get a worker that ends them.
 */
public final class Pods implements AutoCloseable {
    private static final Log LOG = Log.of(Pods.class);

    private final PodServices services;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private final Lookout lookout;
    private volatile boolean adopted;
    /** Held while it is decided who gets what the node has. */
    private final Object room = new Object();

    public Pods(PodServices services) {
        this.services = services;
        this.lookout = new Lookout(services.runtime(), services.clock(), this::look);
    }

    /** A pod was bound to this node, or changed. */
    public void update(Pod pod) {
        if (closed) {
            return;
        }
        PodWorker known;
        synchronized (room) {
            known = workers.get(pod.uid());
            if (known == null) {
                known = newcomer(pod);
                workers.put(pod.uid(), known);
                if (!adopted) {
                    return;
                }
            }
        }
        known.update(pod);
        considerResizes();
    }

    /** A pod that was started before is not asked again whether there is room for it. */
    private PodWorker newcomer(Pod pod) {
        if (pod.status().hasStartTime()) {
            return new PodWorker(services, new Promises(pod, checkpoint(pod)), Optional.empty(), this::forget);
        }
        var refused = Admission.of(pod, others(pod), services.node());
        refused.ifPresent(refusal -> services.api().event(pod, "Warning", refusal.reason(), refusal.message()));
        return new PodWorker(services, new Promises(pod, Optional.empty()), refused, this::forget);
    }

    private List<Pod> others(Pod pod) {
        return workers.values().stream()
                .filter(PodWorker::holds)
                .map(PodWorker::pod)
                .filter(other -> !other.uid().equals(pod.uid()))
                .toList();
    }

    private Optional<Checkpoint> checkpoint(Pod pod) {
        try {
            return Checkpoint.read(services.node().podDirectory(pod.uid()));
        } catch (IOException | MalformedException e) {
            LOG.warn("cannot read what a pod was promised; taking its spec for it", e, "pod", pod.name());
            return Optional.empty();
        }
    }

    /** Pods that ask for other resources get them if there is room; whatever may have made room leads here. */
    private void considerResizes() {
        synchronized (room) {
            if (!adopted || closed) {
                return;
            }
            var waiting = workers.values().stream()
                    .flatMap(worker -> worker.waiting().stream())
                    .sorted()
                    .toList();
            for (Waiting next : waiting) {
                Pod asked = next.desired();
                PodWorker worker = workers.get(asked.uid());
                if (worker != null) {
                    switch (Fit.of(asked, others(asked), Admission.capacity(services.node()))) {
                        case Fit.Fits fits -> worker.grant(asked);
                        case Fit.Deferred deferred -> worker.postpone(asked, Pending.DEFERRED, deferred.message());
                        case Fit.Infeasible not -> worker.postpone(asked, Pending.INFEASIBLE, not.message());
                    }
                }
            }
        }
    }

    /** The pod's object is gone. */
    public void gone(Pod pod) {
        PodWorker known = workers.get(pod.uid());
        if (known != null) {
            known.gone();
        }
    }

    /** A ConfigMap or Secret came, changed or went, or somebody has answered a request for a pod's certificate. */
    public void sourceChanged(ApiObject source) {
        if (source instanceof PodCertificateRequest request) {
            var asking = workers.get(request.spec().podUID());
            if (asking != null) {
                asking.certificateAnswered();
            }
            return;
        }
        for (PodWorker worker : workers.values()) {
            Pod pod = worker.pod();
            if (pod.namespace().equals(source.namespace())
                    && pod.spec().volumes().stream().anyMatch(volume -> Volumes.reads(volume, source))) {
                Thread.ofVirtual().start(worker::refreshVolumes);
            }
        }
    }

    /** Has every pod's volumes filled with what their sources say now. */
    public void refreshVolumes() {
        workers.values().forEach(worker -> Thread.ofVirtual().start(worker::refreshVolumes));
    }

    /** The same for pods that show something of which nobody tells when it changes. */
    public void refreshUnwatched() {
        workers.values().stream()
                .filter(worker -> worker.pod().spec().volumes().stream().anyMatch(Volumes::isUnwatched))
                .forEach(worker -> Thread.ofVirtual().start(worker::refreshVolumes));
    }

    public List<PodWorker> all() {
        return List.copyOf(workers.values());
    }

    public Optional<PodWorker> find(String namespace, String name) {
        return workers.values().stream()
                .filter(worker -> worker.pod().namespace().equals(namespace)
                        && worker.pod().name().equals(name))
                .findFirst();
    }

    private void forget(PodWorker worker) {
        workers.remove(worker.pod().uid(), worker);
        considerResizes();
    }

    /** Finds what ran before, once every pod that the API has for this node was told of; then begins the work. */
    public void start() {
        look(Set.of());
        adopted = true;
        removeOrphanedDirectories();
        workers.values().forEach(PodWorker::signal);
        considerResizes();
        lookout.start();
    }

    private void renewTokens() {
        var now = services.clock().now();
        for (PodWorker worker : workers.values()) {
            if (services.volumes()
                    .nextRenewal(worker.pod())
                    .filter(now::isAfter)
                    .isPresent()) {
                Thread.ofVirtual().start(worker::refreshVolumes);
            }
        }
    }

    /**
     * Asks the runtime once, and tells every worker what there is of its pod.
     *
     * @return what of the given is there and runs
     */
    private Set<String> look(Set<String> ended) {
        if (adopted && workers.isEmpty()) {
            return Set.of();
        }
        var open = new HashSet<String>();
        Map<String, Set<String>> known = new HashMap<>();
        workers.forEach((uid, worker) -> known.put(uid, worker.knownIds()));
        Map<String, List<SandboxView>> sandboxes = new HashMap<>();
        for (SandboxView sandbox : services.runtime().sandboxes()) {
            sandboxes.computeIfAbsent(sandbox.uid(), uid -> new ArrayList<>()).add(sandbox);
            if (sandbox.ready() && ended.contains(sandbox.id())) {
                open.add(sandbox.id());
            }
        }
        Map<String, List<ContainerView>> containers = new HashMap<>();
        for (ContainerView container : services.runtime().containers()) {
            String uid = container.labels().getOrDefault(SandboxSpecs.POD_UID, "");
            containers.computeIfAbsent(uid, key -> new ArrayList<>()).add(container);
            if (container.isRunning() && ended.contains(container.id())) {
                open.add(container.id());
            }
        }
        adoptOrphans(sandboxes);
        workers.forEach((uid, worker) -> {
            try {
                worker.observed(
                        sandboxes.getOrDefault(uid, List.of()),
                        containers.getOrDefault(uid, List.of()),
                        known.getOrDefault(uid, Set.of()));
            } catch (RuntimeFailure e) {
                LOG.warn("cannot look at a pod", "pod", worker.pod().name(), "why", e.text());
            }
        });
        renewTokens();
        return open;
    }

    /** Workers for what belongs to nobody; they begin when they are told what there is. */
    private void adoptOrphans(Map<String, List<SandboxView>> sandboxes) {
        for (List<SandboxView> boxes : sandboxes.values()) {
            SandboxView first = boxes.getFirst();
            boolean isOurs = first.labels().containsKey(SandboxSpecs.POD_UID);
            if (isOurs && !workers.containsKey(first.uid())) {
                LOG.info("found a pod that no longer exists; ending it", "pod", first.namespace() + "/" + first.name());
                Pod shell = Pod.KIND.of(JsonMap.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Pod",
                        "metadata",
                        JsonMap.of("name", first.name(), "namespace", first.namespace(), "uid", first.uid()),
                        "spec",
                        JsonMap.of("restartPolicy", "Never")));
                var worker =
                        new PodWorker(services, new Promises(shell, Optional.empty()), Optional.empty(), this::forget);
                worker.lost();
                workers.put(first.uid(), worker);
            }
        }
    }

    private void removeOrphanedDirectories() {
        Path pods = services.node().dataDirectory().resolve("pods");
        if (!Files.isDirectory(pods)) {
            return;
        }
        try (Stream<Path> directories = Files.list(pods)) {
            var live = new HashSet<>(workers.keySet());
            for (Path directory : directories.toList()) {
                if (!live.contains(directory.getFileName().toString())) {
                    PodTrees.release(directory);
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot remove directories of pods that are gone", e);
        }
    }

    /** Stops looking after the pods; their containers go on. */
    @Override
    public void close() {
        closed = true;
        lookout.close();
        workers.values().forEach(PodWorker::close);
    }
}
