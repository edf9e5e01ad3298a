package dev.jibe.node.pods;

import dev.jibe.node.api.EmptyApi;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.ApiObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * An API of a few objects in memory; pods that change are told to a listener, as a watch would. A change and its telling
 * are one step, so that what an agent did before it was closed is never told to the next.
 */
final class MemoryApi extends EmptyApi {
    final Map<String, Pod> pods = new ConcurrentHashMap<>();
    final Map<String, ConfigMap> configMaps = new ConcurrentHashMap<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    private volatile Consumer<Pod> onUpdate = pod -> {};
    private volatile Consumer<Pod> onDelete = pod -> {};

    synchronized void listen(Consumer<Pod> update, Consumer<Pod> delete) {
        onUpdate = update;
        onDelete = delete;
    }

    /** Every pod is gone, and nobody is told. */
    synchronized void losePods() {
        pods.clear();
    }

    synchronized void put(Pod pod) {
        pods.put(pod.uid(), pod);
        onUpdate.accept(pod);
    }

    Pod pod(String uid) {
        Pod pod = pods.get(uid);
        if (pod == null) {
            throw new AssertionError("no pod " + uid);
        }
        return pod;
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return Optional.ofNullable(configMaps.get(name));
    }

    @Override
    public Token token(Pod pod, String audience, long expirationSeconds) {
        return new Token("token-of-" + pod.name(), Instant.MAX);
    }

    @Override
    public synchronized void patchStatus(Pod pod, JsonMap status) {
        Pod changed = pods.computeIfPresent(
                pod.uid(), (uid, old) -> Pod.KIND.of(old.tree().with("status", status)));
        if (changed != null) {
            onUpdate.accept(changed);
        }
    }

    @Override
    public synchronized void finish(Pod pod) {
        Pod removed = pods.remove(pod.uid());
        if (removed != null) {
            onDelete.accept(removed);
        }
    }

    @Override
    public void event(ApiObject about, String type, String reason, String message) {
        events.add(reason);
    }
}
