package dev.jibe.simulation;

import dev.jibe.client.Client;
import dev.jibe.client.Event;
import dev.jibe.client.EventStream;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that ever happened to pods, in order, and what must hold of each moment of it. */
final class Journal implements AutoCloseable {

    private final PodRules rules;
    private final Map<String, Pod> pods = new TreeMap<>();
    private long revision;
    private volatile @Nullable EventStream stream;
    private volatile @Nullable SimulationException broken;

    Journal(PodRules rules) {
        this.rules = rules;
    }

    /** Goes on from where the last life of the cluster ended, or from what is there. */
    void follow(Client client) {
        if (revision == 0) {
            catchUp(client);
        }
        read(client, revision, true);
    }

    /** What the history does not tell any more is read off what is there. */
    private synchronized void catchUp(Client client) {
        var listing = client.of(Pod.KIND).list("", Selectors.ALL);
        long found = Long.parseLong(listing.resourceVersion());
        if (found < revision) {
            throw new SimulationException("the store went back from " + revision + " to " + found);
        }
        var present = new HashSet<String>();
        for (var pod : listing.items()) {
            present.add(pod.uid());
            note(Event.MODIFIED, pod);
        }
        pods.keySet().retainAll(present);
        revision = found;
    }

    /** A watch that goes on from another life may be refused: not everything of before is kept. */
    private void read(Client client, long from, boolean mayBeRefused) {
        var events = client.of(Pod.KIND).watch("", Selectors.ALL, Long.toString(from));
        stream = events;
        Thread.ofVirtual().name("journal").start(() -> {
            try {
                boolean isFirst = true;
                for (var event = events.next(); event != null && broken == null; event = events.next()) {
                    if (event.type().equals(Event.ERROR) && isFirst && mayBeRefused) {
                        catchUp(client);
                        read(client, revision, false);
                        return;
                    }
                    isFirst = false;
                    take(event);
                }
            } catch (SimulationException e) {
                broken = e;
            } catch (InterruptedException | RuntimeException e) {
                // The cluster ended; what it did until then has been read.
            }
        });
    }

    private synchronized void take(Event event) {
        if (event.type().equals(Event.ERROR)) {
            throw new SimulationException("a watch that keeps up is refused: " + event.object());
        }
        long at = Long.parseLong(event.object().map("metadata").string("resourceVersion"));
        if (at < revision || (at == revision && !event.type().equals(Event.BOOKMARK))) {
            throw new SimulationException("a watch went back from revision " + revision + " to " + at);
        }
        revision = at;
        if (!event.type().equals(Event.BOOKMARK)) {
            note(event.type(), Pod.KIND.of(complete(event.object())));
        }
    }

    private static JsonMap complete(JsonMap tree) {
        return tree.with("apiVersion", "v1").with("kind", "Pod");
    }

    private synchronized void note(String type, Pod pod) {
        var before = pods.get(pod.uid());
        if (type.equals(Event.DELETED)) {
            pods.remove(pod.uid());
            return;
        }
        pods.put(pod.uid(), pod);
        if (before != null) {
            rules.checkChange(before, pod);
        }
        rules.checkAll(pods.values(), pod);
    }

    /** Fails if anything was wrong so far. */
    void check() {
        var failure = broken;
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        var open = stream;
        if (open != null) {
            open.close();
        }
    }
}
