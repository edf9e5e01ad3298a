package dev.jibe.simulation.registry;

import dev.jibe.client.Call;
import dev.jibe.client.Event;
import dev.jibe.client.Transport;
import dev.jibe.object.JsonMap;
import dev.jibe.simulation.SimulationException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run from a seed: several clients write and read the same few objects of a whole API server at once, which stops now
 * and then, with the power or in good order; then all of it is compared with the model.
 */
public final class RegistryTrial {

    private static final Duration BETWEEN_BOOKMARKS = Duration.ofSeconds(61);
    private static final int MAX_ROUNDS = 2_000;

    /**
     * What a run came to.
     *
     * @param writes how many were asked for
     * @param changes how many of them changed something
     */
    public record Outcome(long seed, int lives, int crashes, int writes, int changes, int reads, long fingerprint) {}

    private final long seed;
    private final SplittableRandom random;
    private final Place place;
    private final Chronicle chronicle = new Chronicle();
    private final History history = new History();
    private final Knowledge knowledge = new Knowledge();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    private RegistryTrial(long seed, Path directory, Optional<URI> etcd) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        // A short memory in every other run, so that some of what is asked for is forgotten.
        // Over etcd a write is answered with what has come back of it: that must outlast what is written at once at a
        // start.
        int least = etcd.isPresent() ? 500 : 20;
        int revisions = random.nextBoolean() ? 10_000 : random.nextInt(least, 10 * least);
        long chance = random.nextLong();
        var shared = new Random(chance);
        var keeping = etcd.isPresent()
                ? new OverEtcd(etcd.get(), new SplittableRandom(chance))
                : new OnDisk(shared, chance + 1);
        this.place = new Place(shared, keeping, directory, revisions);
    }

    /**
     * Runs a seed, on a virtual thread.
     *
     * @param directory for keys; any number of runs may share one, one after the other
     * @param etcd what keeps the objects, by {@code http} on this machine; nobody else may use it meanwhile. Without it a
     *     disk that crashes does
     * @throws SimulationException with the seed, if the server did what it must not
     */
    public static Outcome run(long seed, Path directory, Optional<URI> etcd) throws Exception {
        var trial = new RegistryTrial(seed, directory, etcd);
        try (trial.place) {
            return trial.run();
        } catch (SimulationException e) {
            throw new SimulationException("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private Outcome run() throws Exception {
        int lives = 2 + random.nextInt(3);
        int crashes = 0;
        place.start();
        place.prepare();
        place.awaitServed();
        for (int life = 0; life < lives; life++) {
            long end = chronicle.floor();
            if (life > 0) {
                crashes += place.restart();
            }
            long begun = takeUp(life > 0, end);
            live(new Memory(begun, place.revisions()));
        }
        history.sort();
        new Judge(history, chronicle).judge();
        return new Outcome(
                seed,
                lives,
                crashes,
                chronicle.deeds().size(),
                history.moments().size(),
                chronicle.sightings().size() + chronicle.watches().size(),
                fingerprint());
    }

    private long fingerprint() {
        long print = 0;
        for (var moment : history.moments()) {
            print = 31 * print
                    + 7 * moment.version()
                    + String.valueOf(moment.state()).hashCode();
        }
        for (var deed : chronicle.deeds()) {
            print = 31 * print + deed.begun() * 17 + deed.ended() + deed.client();
        }
        return print;
    }

    /** Reads what is there, and compares it with what there was; answers the version. */
    private long takeUp(boolean isAgain, long end) {
        Map<Subject, JsonMap> found = new HashMap<>();
        long version = 0;
        for (var sort : Sort.values()) {
            var list = place.transport()
                    .send(Call.get(sort.root() + "/" + sort.plural()))
                    .body();
            version = Long.parseLong(list.map("metadata").string("resourceVersion"));
            list.list("items").maps().forEach(object -> {
                if (Subject.isOurs(object)) {
                    found.put(Subject.of(sort, object), object);
                }
            });
        }
        if (version < end) {
            throw new SimulationException("the server went back from " + end + " to " + version);
        }
        new Doubt(history, chronicle.deeds()).settle(found, version);
        if (isAgain) {
            history.skip(new History.Gap(end, version));
        }
        chronicle.told(version);
        return version;
    }

    private void live(Memory memory) throws InterruptedException {
        var transport = place.transport();
        var journals = new ArrayList<Watcher>();
        var generous = new Memory(0, Integer.MAX_VALUE);
        for (var sort : Sort.values()) {
            journals.add(watcher(transport, sort, "", memory.begun(), generous));
        }
        if (random.nextInt(3) > 0) {
            place.crashAfter(random.nextInt(1, 200));
        }
        var threads = new ArrayList<Thread>();
        int clients = 2 + random.nextInt(4);
        for (int i = 0; i < clients; i++) {
            var caller =
                    new Caller(i, transport, chronicle, knowledge, random.split(), new Pause(random.split()), memory);
            int times = 10 + random.nextInt(50);
            threads.add(start("client-" + i, () -> caller.act(times)));
        }
        var watchers = new Watchers(transport, chronicle, knowledge, random.split(), memory);
        threads.add(start("watchers", watchers::open));
        threads.add(start("time", () -> passTime(new SplittableRandom(seed), clients)));
        for (var thread : threads) {
            thread.join();
        }
        var open = new ArrayList<>(watchers.opened());
        open.addAll(journals);
        awaitTold(open);
        if (failure.get() != null) {
            throw failure.get();
        }
        for (var journal : journals) {
            if (journal.isOver()) {
                throw new SimulationException("a watch ended: " + journal);
            }
            note(journal.told());
        }
        open.forEach(Watcher::finish);
    }

    private Watcher watcher(Transport transport, Sort sort, String namespace, long from, Memory memory) {
        return new Watcher(transport, sort, namespace, "", from, new Pause(random.split()), memory, chronicle);
    }

    private Thread start(String name, Runnable task) {
        return Thread.ofVirtual().name(name).start(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        });
    }

    /** Seconds pass while clients are at work: times in objects differ. */
    private void passTime(SplittableRandom chance, int times) {
        var pause = new Pause(chance);
        for (int i = 0; i < times * 10; i++) {
            pause.some();
            if (chance.nextInt(10) == 0) {
                place.pass(Duration.ofMillis(chance.nextInt(1, 2_000)));
            }
        }
    }

    /** Waits until every watch has said after the last write that there is nothing more. */
    private void awaitTold(List<Watcher> watchers) {
        for (var watcher : watchers) {
            int enough = watcher.bookmarks() + 2;
            for (int round = 0; watcher.bookmarks() < enough && !watcher.isOver(); round++) {
                if (round == MAX_ROUNDS) {
                    throw new SimulationException("a watch does not come to an end: " + watcher);
                }
                place.pass(BETWEEN_BOOKMARKS);
                Pause.rest();
            }
        }
    }

    private void note(Watched journal) {
        for (var event : journal.events()) {
            if (!Subject.isOurs(event.object())) {
                continue;
            }
            var subject = Subject.of(journal.sort(), event.object());
            var last = history.last(subject);
            var before = last == null ? null : last.state();
            boolean isGone = event.type().equals("DELETED");
            if ((before != null) == event.type().equals(Event.ADDED)) {
                throw new SimulationException("an event that cannot follow " + last + ": " + event);
            }
            long version = Long.parseLong(event.object().map("metadata").string("resourceVersion"));
            var state = State.of(event.object(), journal.sort());
            if (before != null && !state.uid().equals(before.uid())) {
                throw new SimulationException("another identity after " + last + ": " + event);
            }
            if (isGone && before != null && !state.fields().equals(before.fields())) {
                throw new SimulationException("what is gone was not " + last + ": " + event);
            }
            history.add(new Moment(version, subject, event.object(), isGone ? null : state, true));
        }
    }
}
