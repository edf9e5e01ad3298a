package dev.jibe.simulation.registry;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Event;
import dev.jibe.client.EventStream;
import dev.jibe.client.Transport;
import dev.jibe.object.JsonMap;
import dev.jibe.simulation.SimulationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who watches, at a pace of its own, and notes what it is told. */
final class Watcher {

    /** Begins with what is there. */
    static final long STATE = -1;

    private final Sort sort;
    private final String namespace;
    private final String label;
    private final Pause pause;
    private final Memory memory;
    private final Chronicle chronicle;
    private final EventStream stream;
    private final Thread reader;
    private final List<JsonMap> initial = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final boolean beginsWithState;
    private boolean hasBegun;
    private long from;
    private long seen;
    private int bookmarks;
    private @Nullable RuntimeException failure;

    /** @param from the version after which to begin, or {@link #STATE} */
    Watcher(
            Transport transport,
            Sort sort,
            String namespace,
            String label,
            long from,
            Pause pause,
            Memory memory,
            Chronicle chronicle) {
        this.sort = sort;
        this.namespace = namespace;
        this.label = label;
        this.pause = pause;
        this.memory = memory;
        this.chronicle = chronicle;
        this.beginsWithState = from == STATE;
        this.hasBegun = !beginsWithState;
        this.from = from;
        this.seen = from;
        var query = new HashMap<String, String>();
        query.put("watch", "true");
        query.put("allowWatchBookmarks", "true");
        if (beginsWithState) {
            query.put("sendInitialEvents", "true");
            query.put("resourceVersionMatch", "NotOlderThan");
        } else {
            query.put("resourceVersion", Long.toString(from));
        }
        if (!label.isEmpty()) {
            query.put("labelSelector", "x=" + label);
        }
        var place = namespace.isEmpty() ? "/" : "/namespaces/" + namespace + "/";
        this.stream = transport.watch(Call.get(sort.root() + place + sort.plural(), query));
        this.reader = Thread.ofVirtual().name("watcher").start(this::read);
    }

    private void read() {
        try {
            for (var event = stream.next(); event != null; event = stream.next()) {
                if (!take(event)) {
                    return;
                }
                pause.some();
            }
        } catch (SimulationException e) {
            note(e);
        } catch (InterruptedException | ApiFailure | dev.jibe.store.StoreException.Unavailable e) {
            // It was closed, or the server was.
        }
    }

    private synchronized void note(SimulationException e) {
        failure = e;
    }

    /** Whether it goes on. */
    private synchronized boolean take(Event event) {
        if (event.type().equals(Event.ERROR)) {
            if (event.object().number("code") != 410) {
                throw new SimulationException(this + " fails: " + event.object());
            }
            memory.checkForgotten(seen, chronicle.floor(), toString());
            return false;
        }
        long version = Long.parseLong(event.object().map("metadata").string("resourceVersion"));
        if (event.type().equals(Event.BOOKMARK)) {
            begin(event, version);
            bookmarks++;
            if (version < seen) {
                throw new SimulationException(this + ": a bookmark goes back from " + seen + " to " + version);
            }
        } else if (!hasBegun) {
            initial.add(event.object());
            if (!event.type().equals("ADDED")) {
                throw new SimulationException(this + " begins with " + event);
            }
            return true;
        } else {
            if (version <= seen) {
                throw new SimulationException(this + ": an event goes back from " + seen + " to " + version);
            }
            events.add(event);
        }
        seen = version;
        return true;
    }

    private void begin(Event event, long version) {
        boolean isEnd = event.object().map("metadata").map("annotations").has("k8s.io/initial-events-end");
        if (isEnd == hasBegun) {
            throw new SimulationException(this + ": the end of what was there is not where it should be: " + event);
        }
        if (isEnd) {
            hasBegun = true;
            from = version;
        }
    }

    synchronized int bookmarks() {
        return bookmarks;
    }

    /** Whether it has ended by itself. */
    boolean isOver() {
        return !reader.isAlive();
    }

    /** What it was told until now, when nothing more will come; what does not even have the beginning is of no use. */
    synchronized void finish() {
        stream.close();
        if (failure != null) {
            throw failure;
        }
        if (hasBegun) {
            chronicle.add(told());
        }
    }

    synchronized Watched told() {
        return new Watched(
                sort, namespace, label, from, beginsWithState, List.copyOf(initial), List.copyOf(events), seen);
    }

    @Override
    public String toString() {
        return "watch of " + sort + " in '" + namespace + "' for '" + label + "' from " + from;
    }
}
