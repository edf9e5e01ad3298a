package dev.jibe.server.fairness;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.Passage;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.store.Snapshot;
import dev.jibe.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests go on at once, which wait, and which are sent away, so that nobody is crowded out.
 *
 * <p>What applies is read from the store as it is when a request comes. Nothing is shared between levels but this reading,
 * and no lock is taken while there are seats.
 */
public final class Fairness implements FlowControl {

    private static final String SCHEMAS = "flowschemas.flowcontrol.apiserver.k8s.io";
    private static final String LEVELS = "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io";
    private static final long ADJUST_NANOS = 10_000_000_000L;
    /** A request waits for a part of its time at the most. */
    private static final int WAITING_PART = 4;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int MAX_LIST_SEATS = 10;
    private static final int OBJECTS_PER_SEAT = 100;

    private final Store<JsonMap> store;
    private final Clock clock;
    private final int seats;
    private final Duration patience;
    private final Runnable others;
    private final FlowMetrics metrics;
    private final AtomicLong adjusted = new AtomicLong();
    private volatile @Nullable Policy current;

    /**
     * @param seats requests of one seat each that are worked on at the same time, in all limited levels together
     * @param patience how long a request waits for its turn at the most
     * @param others lets others run who came at the same time: virtual threads are not interrupted at their work, so they
     *     could not even ask for a seat
     */
    public Fairness(Store<JsonMap> store, int seats, Duration patience, Runnable others, Metrics metrics, Clock clock) {
        this.store = store;
        this.seats = seats;
        this.patience = patience;
        this.others = others;
        this.clock = clock;
        this.metrics = new FlowMetrics(metrics, this::examined, clock);
    }

    /** What applies, with the states of the store that it was read from. */
    private record Policy(Object schemasState, Object levelsState, List<Flow> flows, Map<String, Level> levels) {

        @SuppressWarnings("ReferenceEquality") // a state is known by its identity
        boolean holds(Snapshot<JsonMap> snapshot) {
            return schemasState == snapshot.stateOf(SCHEMAS) && levelsState == snapshot.stateOf(LEVELS);
        }
    }

    @Override
    public Seat admit(User user, RequestInfo info, Passage passage) {
        if (info.isConnection()) {
            return new Seat.Uncounted();
        }
        var policy = policy();
        var flow = flow(policy, user, info);
        if (flow == null) {
            return new Seat.Uncounted();
        }
        var level = flow.level();
        passage.flows(flow.uid(), level.uid());
        int width = level.isExempt() ? 1 : width(info);
        flow.series().asks(width);
        if (level.tryEnter(width)) {
            return taken(flow, width, info);
        }
        adjust(policy);
        var wait = passage.deadline().left(patience, WAITING_PART, LONGEST_WAIT);
        return wait(flow, width, wait, user, info);
    }

    private Seat taken(Flow flow, int width, RequestInfo info) {
        var ended = flow.series()
                .begins(width, FlowControl.isRead(info), info.verb().equals("watch"));
        if (width > 1) {
            others.run();
        }
        return new Seat.Taken(() -> {
            flow.level().leave(width);
            ended.run();
        });
    }

    private Seat wait(Flow flow, int width, Duration wait, User user, RequestInfo info) {
        var level = flow.level();
        try {
            var answer =
                    level.tryEnter(width) ? Level.Answer.ADMITTED : level.enter(ask(flow, width, wait, user, info));
            if (answer == Level.Answer.ADMITTED) {
                return taken(flow, width, info);
            }
            flow.series().refuses(answer);
            return new Seat.Refused();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Seat.Refused();
        }
    }

    private Level.Ask ask(Flow flow, int width, Duration wait, User user, RequestInfo info) {
        var distinguisher = flow.distinguish(user, info);
        return new Level.Ask(
                width,
                Dealer.hash(flow.name(), distinguisher),
                wait,
                new Asker(flow.name(), distinguisher, user, info, clock.now()),
                flow.series().waiting(width, FlowControl.isRead(info)));
    }

    private static @Nullable Flow flow(Policy policy, User user, RequestInfo info) {
        for (var flow : policy.flows()) {
            if (flow.matches(user, info)) {
                return flow;
            }
        }
        return null;
    }

    /** Lists of many objects are more work than others. */
    private int width(RequestInfo info) {
        if (!info.verb().equals("list")) {
            return 1;
        }
        var bucket = info.group().isEmpty() ? info.resource() : info.resource() + "." + info.group();
        var prefix = info.namespace().isEmpty() ? "" : info.namespace() + "/";
        int objects = store.latest().count(bucket, prefix);
        return Math.clamp((objects + OBJECTS_PER_SEAT - 1) / OBJECTS_PER_SEAT, 1, MAX_LIST_SEATS);
    }

    private Policy policy() {
        var snapshot = store.latest();
        var policy = current;
        return policy != null && policy.holds(snapshot) ? policy : read();
    }

    private synchronized Policy read() {
        var snapshot = store.latest();
        var before = current;
        if (before != null && before.holds(snapshot)) {
            return before;
        }
        var configured = new ArrayList<JsonMap>();
        long shares = 0;
        for (var entry : snapshot.range(LEVELS)) {
            configured.add(entry.value());
            shares += new Level(entry.value(), 1).shares();
        }
        var levels = new TreeMap<String, Level>();
        for (var configuration : configured) {
            var name = configuration.map("metadata").string("name");
            var level = kept(before, name, configuration);
            level.share(nominal(level, shares), seats);
            levels.put(name, level);
        }
        var flows = new ArrayList<Flow>();
        for (var entry : snapshot.range(SCHEMAS)) {
            var level = levels.get(
                    entry.value().map("spec").map("priorityLevelConfiguration").string("name"));
            if (level != null) {
                flows.add(Flow.of(entry.value(), level, metrics));
            }
        }
        flows.sort(Comparator.comparingLong(Flow::precedence).thenComparing(Flow::name));
        var policy = new Policy(snapshot.stateOf(SCHEMAS), snapshot.stateOf(LEVELS), List.copyOf(flows), levels);
        current = policy;
        metrics.sized(levels);
        return policy;
    }

    /** The level at work, if the configuration says what it said before; else a new one. */
    private static Level kept(@Nullable Policy before, String name, JsonMap configuration) {
        var known = before == null ? null : before.levels().get(name);
        return known != null && known.isOf(configuration) ? known : new Level(configuration, 1);
    }

    private int nominal(Level level, long shares) {
        return shares == 0 ? 1 : (int) Math.ceil((double) seats * level.shares() / shares);
    }

    /** Moves seats to where they are wanted, every ten seconds at the most, and only while somebody finds none. */
    private void adjust(Policy policy) {
        long now = clock.nanoTime();
        long last = adjusted.get();
        if ((last != 0 && now - last < ADJUST_NANOS) || !adjusted.compareAndSet(last, now)) {
            return;
        }
        var limited = new ArrayList<Level>();
        var needs = new ArrayList<Borrowing.Need>();
        policy.levels().forEach((name, level) -> {
            var wanted = metrics.occupation(name).demand().next(now);
            if (!level.isExempt()) {
                limited.add(level);
                needs.add(level.need(wanted.target()));
            }
        });
        var allocated = Borrowing.allocate(needs, seats);
        for (int i = 0; i < limited.size(); i++) {
            limited.get(i).resize(allocated.seats()[i]);
        }
        metrics.shared(allocated.fraction());
        metrics.sized(policy.levels());
    }

    /** The levels by name. */
    Map<String, Level> levels() {
        return policy().levels();
    }

    /** The same for those who look at their figures, which are to be of the last seconds. */
    private Map<String, Level> examined() {
        var policy = policy();
        adjust(policy);
        return policy.levels();
    }

    /** What was noted of the flows of a level. */
    List<FlowSeries> series(String level) {
        return metrics.of(level);
    }
}
