package dev.jibe.client.events;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Event;
import dev.jibe.object.api.v1.EventSource;
import dev.jibe.object.api.v1.ObjectReference;
import dev.jibe.object.view.ApiObject;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes Events about objects, in the name of one component, without making anybody wait.
 *
 * <p>An event equal to an earlier one raises that one's count, and so do many that differ in their message only. One object
 * may have 25 events at once and then one every five minutes, as upstream; what is more, or finds the queue full (as
 * upstream's, which is shorter), is dropped and counted.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">Event</a>.
 */
public final class EventRecorder implements AutoCloseable {
    public static final String NORMAL = "Normal";
    public static final String WARNING = "Warning";

    private static final Log LOG = Log.of(EventRecorder.class);
    private static final String COMBINED = "(combined from similar events): ";
    private static final int QUEUE_LENGTH = 4096;
    private static final int REMEMBERED = 4096;

    private final Resource<Event> events;
    private final Clock clock;
    private final EventSource source;
    private final BlockingQueue<Occurrence> queue = new ArrayBlockingQueue<>(QUEUE_LENGTH);
    private final AtomicLong dropped = new AtomicLong();
    private final SimilarEvents similar = new SimilarEvents();
    private final SpamFilter spam = new SpamFilter();
    private final EventNames names = new EventNames();
    private final Map<Occurrence.What, Written> written = remembering();
    private final Thread writer;

    /** The event that is there already, and its count. */
    private record Written(String name, int count) {}

    /** Begins to write; {@code host} is the node of the component, or empty. */
    public EventRecorder(Client client, String component, String host, Clock clock) {
        this.events = client.of(Event.KIND);
        this.clock = clock;
        var named = EventSource.EMPTY.withComponent(component);
        this.source = host.isEmpty() ? named : named.withHost(host);
        this.writer = Thread.ofVirtual().name("events of " + component).start(this::run);
    }

    public void normal(ApiObject about, String reason, String message) {
        record(about, NORMAL, reason, message);
    }

    public void warning(ApiObject about, String reason, String message) {
        record(about, WARNING, reason, message);
    }

    public void record(ApiObject about, String type, String reason, String message) {
        record(reference(about), type, reason, message);
    }

    /** For a part of an object ({@code fieldPath}), or an object that is not at hand. */
    public void record(ObjectReference about, String type, String reason, String message) {
        var what = new Occurrence.What(about.tree(), type, reason, message);
        if (!queue.offer(new Occurrence(what, clock.now()))) {
            dropped.incrementAndGet();
        }
    }

    /** How many were not written because there were too many. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void close() {
        writer.interrupt();
    }

    /** A reference to an object as events hold it. */
    public static ObjectReference reference(ApiObject about) {
        var reference = ObjectReference.EMPTY
                .withApiVersion(about.tree().string("apiVersion"))
                .withKind(about.tree().string("kind"))
                .withName(about.name())
                .withUid(about.uid())
                .withResourceVersion(about.resourceVersion());
        return about.namespace().isEmpty() ? reference : reference.withNamespace(about.namespace());
    }

    private void run() {
        try {
            while (true) {
                var next = queue.take();
                try {
                    write(next);
                } catch (RuntimeException failure) {
                    dropped.incrementAndGet();
                    LOG.debug("event not written", "reason", next.what().reason(), "failure", failure.getMessage());
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Occurrence next) {
        if (!spam.admits(next.what().object(), next.when())) {
            dropped.incrementAndGet();
            return;
        }
        var told = combined(next);
        var what = told.what().anyVersion();
        // Those that are combined are one event, whose message is that of the last.
        what = told.equals(next) ? what : what.withMessage(COMBINED);
        var earlier = written.get(what);
        if (earlier != null && raise(told, what, earlier)) {
            return;
        }
        var name = names.create(next.what().about().name(), next.when(), it -> events.create(event(told, it)));
        written.put(what, new Written(name, 1));
    }

    /** The occurrence as it is told: with its own message, or as one of many. */
    private Occurrence combined(Occurrence next) {
        var what = next.what();
        boolean isOneOfMany =
                similar.isOneOfMany(what.object(), what.type(), what.reason(), what.message(), next.when());
        return isOneOfMany ? new Occurrence(what.withMessage(COMBINED + what.message()), next.when()) : next;
    }

    /** Raises the count of the event that is there; false if it is there no longer. */
    private boolean raise(Occurrence next, Occurrence.What what, Written earlier) {
        int count = earlier.count() + 1;
        var change = Event.EMPTY.withCount(count).withLastTimestamp(next.when());
        if (what.message().equals(COMBINED)) {
            change = change.withMessage(next.what().message());
        }
        try {
            events.patch(namespace(next), earlier.name(), new Patch.Merge(change.tree()));
        } catch (ApiFailure failure) {
            if (failure.isNotFound()) {
                return false;
            }
            throw failure;
        }
        written.put(what, new Written(earlier.name(), count));
        return true;
    }

    private Event event(Occurrence next, String name) {
        var what = next.what();
        Instant when = next.when();
        var event = Event.KIND
                .create(namespace(next), name)
                .withInvolvedObject(what.about())
                .withType(what.type())
                .withReason(what.reason())
                .withMessage(what.message())
                .withFirstTimestamp(when)
                .withLastTimestamp(when)
                .withCount(1)
                .withSource(source);
        if (what.message().startsWith(COMBINED)) {
            return event; // as upstream, which then does not repeat who says it
        }
        event = event.withReportingComponent(source.component());
        return source.hasHost() ? event.withReportingInstance(source.host()) : event;
    }

    private static String namespace(Occurrence next) {
        var namespace = next.what().about().namespace();
        return namespace.isEmpty() ? "default" : namespace;
    }

    private static <K, V> Map<K, V> remembering() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** Something that happened, and when. */
    private record Occurrence(What what, Instant when) {

        /** What makes two events equal, but for the resource version of the object. */
        record What(JsonMap object, String type, String reason, String message) {
            ObjectReference about() {
                return new ObjectReference(object);
            }

            What withMessage(String other) {
                return new What(object, type, reason, other);
            }

            What anyVersion() {
                return new What(object.without("resourceVersion"), type, reason, message);
            }
        }
    }
}
