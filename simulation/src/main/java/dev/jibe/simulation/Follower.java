package dev.jibe.simulation;

import dev.jibe.client.Client;
import dev.jibe.client.Event;
import dev.jibe.client.EventStream;
import dev.jibe.client.Selectors;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that ever happened to the objects of a kind, in order, each thing told to a reader that may object. */
final class Follower<T extends ApiObject> implements AutoCloseable {

    /** Who is told. */
    interface Reader<T> {
        /** An object came or changed; {@code all} has it already. */
        void put(@Nullable T before, T now, Collection<T> all);

        void removed(T last, Collection<T> all);
    }

    private final Kind<T> kind;
    private final Reader<T> reader;
    private final Map<String, T> objects = new TreeMap<>();
    private long revision;
    private volatile @Nullable EventStream stream;
    private volatile @Nullable SimulationException broken;

    Follower(Kind<T> kind, Reader<T> reader) {
        this.kind = kind;
        this.reader = reader;
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
        var listing = client.of(kind).list("", Selectors.ALL);
        long found = Long.parseLong(listing.resourceVersion());
        if (found < revision) {
            throw new SimulationException("the store went back from " + revision + " to " + found);
        }
        var present = new HashSet<String>();
        for (var object : listing.items()) {
            present.add(object.uid());
            note(Event.MODIFIED, object);
        }
        objects.values().stream()
                .filter(object -> !present.contains(object.uid()))
                .toList()
                .forEach(object -> note(Event.DELETED, object));
        revision = found;
    }

    /** A watch that goes on from another life may be refused: not everything of before is kept. */
    private void read(Client client, long from, boolean mayBeRefused) {
        var events = client.of(kind).watch("", Selectors.ALL, Long.toString(from));
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
            var tree = event.object().with("apiVersion", kind.apiVersion()).with("kind", kind.kind());
            note(event.type(), kind.of(tree));
        }
    }

    private synchronized void note(String type, T object) {
        if (type.equals(Event.DELETED)) {
            objects.remove(object.uid());
            reader.removed(object, objects.values());
            return;
        }
        var before = objects.put(object.uid(), object);
        reader.put(before, object, objects.values());
    }

    /** Fails if anything was wrong so far. */
    void check() {
        var failure = broken;
        if (failure != null) {
            throw failure;
        }
    }

    /** What is there, as far as has been read. */
    synchronized Collection<T> objects() {
        return List.copyOf(objects.values());
    }

    @Override
    public void close() {
        var open = stream;
        if (open != null) {
            open.close();
        }
    }
}
