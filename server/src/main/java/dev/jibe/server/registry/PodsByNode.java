package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Entry;
import dev.jibe.store.Event;
import dev.jibe.store.Snapshot;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import dev.jibe.store.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which pods are bound to which node, so that a node agent that asks for its own does not have all of them looked at.
 *
 * <p>Nobody pays for it but who asks: it is built when it is first asked for, and follows the store's changes up to the
 * newest revision each time that it is asked again.
 */
final class PodsByNode {

    /** The resource whose field {@code spec.nodeName} this is about, and where the store keeps it. */
    static final String PODS = "pods";

    /** What it was asked for, and the state in which it is so. */
    record Found(Snapshot<JsonMap> snapshot, List<Entry<JsonMap>> pods) {}

    private final Store<JsonMap> store;
    private final ReentrantLock lock = new ReentrantLock();

    /** By node, the keys of its pods in their order. */
    private final Map<String, TreeSet<String>> keys = new HashMap<>();

    private @Nullable Watch<JsonMap> changes;

    PodsByNode(Store<JsonMap> store) {
        this.store = store;
    }

    /** The node that a pod is bound to; empty if it is bound to none. */
    private static String node(@Nullable JsonMap pod) {
        return pod == null ? "" : pod.map("spec").string("nodeName");
    }

    private static String before(Event<JsonMap> event) {
        return event.previous() == null ? "" : node(event.previous().value());
    }

    private static String after(Event<JsonMap> event) {
        return event.type() == Event.Type.DELETED ? "" : node(event.current().value());
    }

    /** Changes of pods that are bound to the node, or were. */
    static Predicate<Event<JsonMap>> changesOn(String node) {
        return event ->
                node(event.current().value()).equals(node) || before(event).equals(node);
    }

    /** The pods of a node whose keys begin with the prefix, in the order of their keys, as they are now. */
    Found find(String node, String prefix) {
        Snapshot<JsonMap> snapshot;
        var found = new ArrayList<String>();
        lock.lock();
        try {
            snapshot = catchUp();
            var ofNode = keys.get(node);
            if (ofNode != null) {
                for (var key : ofNode.tailSet(prefix, true)) {
                    if (!key.startsWith(prefix)) {
                        break;
                    }
                    found.add(key);
                }
            }
        } finally {
            lock.unlock();
        }
        return new Found(
                snapshot,
                found.stream()
                        .map(key -> Objects.requireNonNull(snapshot.get(PODS, key)))
                        .toList());
    }

    /** The newest state, which the keys are those of. */
    private Snapshot<JsonMap> catchUp() {
        while (true) {
            var newest = store.latest();
            try {
                var followed = changes == null ? begin(newest) : changes;
                followed.poll(Integer.MAX_VALUE).forEach(this::move);
                if (followed.revision() == newest.revision()) {
                    return newest;
                }
            } catch (StoreException.Compacted e) {
                // Nobody asked for so long that it is not known what changed.
                changes = null;
            }
        }
    }

    private Watch<JsonMap> begin(Snapshot<JsonMap> state) {
        keys.clear();
        for (var pod : state.range(PODS)) {
            bind(node(pod.value()), pod.key());
        }
        var begun = store.watch(PODS, state.revision(), event -> !before(event).equals(after(event)));
        changes = begun;
        return begun;
    }

    private void move(Event<JsonMap> event) {
        var key = event.current().key();
        var left = keys.get(before(event));
        if (left != null) {
            left.remove(key);
            if (left.isEmpty()) {
                keys.remove(before(event));
            }
        }
        bind(after(event), key);
    }

    private void bind(String node, String key) {
        if (!node.isEmpty()) {
            keys.computeIfAbsent(node, _ -> new TreeSet<>()).add(key);
        }
    }
}
