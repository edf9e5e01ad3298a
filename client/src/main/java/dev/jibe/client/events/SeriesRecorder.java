package dev.jibe.client.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.object.api.events.v1.Event;
import dev.jibe.object.api.events.v1.EventSeries;
import dev.jibe.object.api.v1.ObjectReference;
import dev.jibe.object.view.ApiObject;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes events of the group {@code events.k8s.io}, in order, on a thread of its own; when there are too many, the newest are
 * dropped.
 *
 * <p>What happens again to the same version of an object for the same reason is a series and keeps its first note. Its second
 * time is written at once; how often it happened in all when it has ended, which is after six minutes without another time.
 */
public final class SeriesRecorder implements AutoCloseable {
    private static final Log LOG = Log.of(SeriesRecorder.class);
    private static final int QUEUE_LENGTH = 4096;

    /** Series that may go on; of more than that the oldest have ended. */
    private static final int REMEMBERED = 4096;

    /** Longer notes are refused. */
    private static final int NOTE_BYTES = 1024;

    private static final String CUT = " ...";

    /** How long a series lasts after its last time. */
    private static final Duration END = Duration.ofMinutes(6);

    /** A series that goes on is written so often, because events are not kept for long. */
    private static final Duration REFRESH = Duration.ofMinutes(30);

    private final Resource<Event> events;
    private final String instance;
    private final Clock clock;
    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE_LENGTH);
    private final Map<Key, Series> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Series> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Thread writer;
    private final EventNames names = new EventNames();
    private boolean looksAgain;

    private sealed interface Message {}

    /** Something that happened. */
    private record Occurrence(Key key, String note, Instant when) implements Message {}

    /** It is time to look which series have ended. */
    private record Look() implements Message {}

    /** What the occurrences of a series have in common. */
    private record Key(String controller, ObjectReference regarding, String type, String reason, String action) {}

    /** An event that is there, how often it happened, and when that was last written. */
    private record Series(String namespace, String name, int count, Instant last, int written, Instant at) {
        Series again(Instant now) {
            return new Series(namespace, name, count + 1, now, written, at);
        }

        Series written(Instant now) {
            return new Series(namespace, name, count, last, count, now);
        }
    }

    /** Begins to write; {@code instance} tells this process from others that report as the same controller. */
    public SeriesRecorder(Client client, String instance, Clock clock) {
        this.events = client.of(Event.KIND);
        this.instance = instance;
        this.clock = clock;
        this.writer = Thread.ofVirtual().name("series of events").start(this::run);
    }

    /** Says in the name of {@code controller} what it has done ({@code action}) about an object, and why. */
    public void record(String controller, ApiObject regarding, String type, String reason, String action, String note) {
        var key = new Key(controller, EventRecorder.reference(regarding), type, reason, action);
        if (!queue.offer(new Occurrence(key, note, clock.now()))) {
            LOG.debug("event dropped", "reason", reason);
        }
    }

    @Override
    public void close() {
        writer.interrupt();
    }

    private void run() {
        try {
            while (true) {
                var next = queue.take();
                try {
                    switch (next) {
                        case Occurrence occurrence -> write(occurrence);
                        case Look ignored -> look(clock.now());
                    }
                } catch (RuntimeException failure) {
                    LOG.debug("event not written", "failure", failure.getMessage());
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Occurrence next) {
        var earlier = known.get(next.key());
        if (earlier == null) {
            var about = next.key().regarding();
            var name = names.create(about.name(), next.when(), it -> events.create(event(next, it)));
            known.put(next.key(), new Series(namespace(about), name, 1, next.when(), 1, next.when()));
        } else {
            var again = earlier.again(next.when());
            known.put(next.key(), again.count() == 2 ? count(again, next.when()) : again);
        }
        if (!looksAgain) {
            looksAgain = true;
            clock.schedule(END, () -> queue.offer(new Look()));
        }
    }

    /** Forgets what has ended, and writes what has not been written for long. */
    private void look(Instant now) {
        for (var entry : List.copyOf(known.entrySet())) {
            var key = entry.getKey();
            var series = entry.getValue();
            boolean ended = series.last().plus(END).isBefore(now);
            if (series.count() > series.written()
                    && (ended || series.at().plus(REFRESH).isBefore(now))) {
                known.put(key, count(series, now));
            }
            if (ended) {
                known.remove(key);
            }
        }
        looksAgain = !known.isEmpty();
        if (looksAgain) {
            clock.schedule(END, () -> queue.offer(new Look()));
        }
    }

    /** Writes how often it happened, unless the event is gone. */
    private Series count(Series series, Instant now) {
        var change = EventSeries.EMPTY.withCount(series.count()).withLastObservedTime(series.last());
        try {
            events.patch(
                    series.namespace(),
                    series.name(),
                    new Patch.Merge(Event.EMPTY.withSeries(change).tree()));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) {
                throw failure;
            }
        }
        return series.written(now);
    }

    private static String namespace(ObjectReference about) {
        return about.namespace().isEmpty() ? "default" : about.namespace();
    }

    private Event event(Occurrence next, String name) {
        var key = next.key();
        return Event.KIND
                .create(namespace(key.regarding()), name)
                .withRegarding(key.regarding())
                .withType(key.type())
                .withReason(key.reason())
                .withAction(key.action())
                .withNote(cut(next.note()))
                .withEventTime(next.when())
                .withReportingController(key.controller())
                .withReportingInstance(key.controller() + "-" + instance);
    }

    private static String cut(String note) {
        var bytes = note.getBytes(UTF_8);
        return bytes.length <= NOTE_BYTES ? note : new String(bytes, 0, NOTE_BYTES - CUT.length(), UTF_8) + CUT;
    }
}
