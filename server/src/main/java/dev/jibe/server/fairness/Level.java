package dev.jibe.server.fairness;

import dev.jibe.object.JsonMap;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One priority level at work: seats that are taken, and queues for those who find none.
 *
 * <p>As long as there are seats and nobody waits, taking and leaving one is a single atomic step; the lock is for the rest.
 * Queues are served by start-time fair queuing: of the requests at the heads, the one that would have begun first if every
 * queue had its even share.
 */
final class Level {

    private final JsonMap configuration;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger highest = new AtomicInteger();
    private final LongAdder dispatched = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue[] queues;
    private final Dealer dealer;
    private volatile int seats;
    private volatile Limits limits = new Limits(1, 1, Integer.MAX_VALUE);
    private volatile Demand demand = new Demand(0, 0);
    private double virtualTime;

    /**
     * The seats that it may have.
     *
     * @param nominal what its shares come to
     * @param lower what it keeps whatever others want
     * @param upper what it can come to by borrowing
     */
    record Limits(int nominal, int lower, int upper) {}

    /**
     * The seats that were wanted.
     *
     * @param highest at one moment since seats were last moved
     * @param smoothed over several such times
     */
    record Demand(double highest, double smoothed) {}

    /** Is told of a request's time in a queue. */
    interface Waiting {

        /** Takes no notice. */
        Waiting UNNOTED = new Waiting() {
            @Override
            public void begins(int length) {}

            @Override
            public void ends(boolean admitted) {}
        };

        /** The request stands in a queue of this length, itself included. */
        void begins(int length);

        void ends(boolean admitted);
    }

    /** A queue of a level, guarded by its lock. */
    private static final class Queue {
        private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
        private double lastFinish;
    }

    /** A request that waits. */
    private static final class Waiter {
        private final int width;
        private final double start;
        private final CountDownLatch turn = new CountDownLatch(1);
        private boolean admitted;

        Waiter(int width, double start) {
            this.width = width;
            this.start = start;
        }
    }

    /** What came of asking for a seat. */
    enum Answer {
        ADMITTED,
        QUEUE_FULL,
        CONCURRENCY_LIMIT,
        TIME_OUT
    }

    Level(JsonMap configuration, int seats) {
        this.configuration = configuration;
        this.seats = seats;
        var queuing = limited().map("limitResponse").map("queuing");
        int count = isQueuing() ? Math.max(1, (int) queuing.number("queues")) : 0;
        this.queues = new Queue[count];
        for (int i = 0; i < count; i++) {
            queues[i] = new Queue();
        }
        this.dealer = new Dealer(count, Math.min(count, Math.max(1, (int) queuing.number("handSize"))));
    }

    private JsonMap limited() {
        return configuration.map("spec").map("limited");
    }

    String name() {
        return configuration.map("metadata").string("name");
    }

    String uid() {
        return configuration.map("metadata").string("uid");
    }

    boolean isExempt() {
        return configuration.map("spec").string("type").equals("Exempt");
    }

    private boolean isQueuing() {
        return limited().map("limitResponse").string("type").equals("Queue");
    }

    /** Whether it does what the configuration says. */
    boolean isOf(JsonMap other) {
        return configuration.map("spec").equals(other.map("spec"))
                && uid().equals(other.map("metadata").string("uid"));
    }

    long shares() {
        var spec = configuration.map("spec").map(isExempt() ? "exempt" : "limited");
        return spec.has("nominalConcurrencyShares") ? spec.number("nominalConcurrencyShares") : isExempt() ? 0 : 30;
    }

    /** Gives it the seats that its shares come to, of all that the server has. */
    void share(int nominal, int all) {
        var spec = configuration.map("spec").map(isExempt() ? "exempt" : "limited");
        int lendable = (int) Math.round(nominal * spec.number("lendablePercent") / 100.0);
        int borrowed = spec.has("borrowingLimitPercent")
                ? (int) Math.round(nominal * spec.number("borrowingLimitPercent") / 100.0)
                : all;
        limits = new Limits(nominal, nominal - lendable, nominal + borrowed);
        resize(nominal);
    }

    Limits limits() {
        return limits;
    }

    /** What was wanted when seats were last moved. */
    Demand demand() {
        return demand;
    }

    /** What it needs, by what was wanted since it was last asked. */
    Borrowing.Need need() {
        double seen = highest.getAndSet(taken.get() + waiting.get());
        double smoothed = Math.max(seen, demand.smoothed() * 0.977 + seen * 0.023);
        demand = new Demand(seen, smoothed);
        return new Borrowing.Need(limits.nominal(), limits.lower(), limits.upper(), smoothed);
    }

    /** Gives it that many seats, and has whoever waits take them. */
    void resize(int count) {
        seats = Math.max(1, count);
        lock.lock();
        try {
            dispatch();
        } finally {
            lock.unlock();
        }
    }

    int seats() {
        return seats;
    }

    /** Takes seats if there are; whoever took some gives them back with {@link #leave}. */
    boolean tryEnter(int width) {
        if (isExempt()) {
            taken.addAndGet(width);
            dispatched.increment();
            return true;
        }
        while (waiting.get() == 0) {
            int now = taken.get();
            if (now > 0 && now + width > seats) {
                return false;
            }
            if (taken.compareAndSet(now, now + width)) {
                dispatched.increment();
                noteHighest(now + width);
                return true;
            }
        }
        return false;
    }

    private void noteHighest(int count) {
        if (count > highest.get()) {
            highest.accumulateAndGet(count, Math::max);
        }
    }

    /** Waits for seats in one of the flow's queues, if there is room in it. */
    Answer enter(int width, long flowHash, Duration patience, Waiting noted) throws InterruptedException {
        if (queues.length == 0) {
            rejected.increment();
            return Answer.CONCURRENCY_LIMIT;
        }
        var queue = shortest(dealer.hand(flowHash));
        Waiter waiter;
        int length;
        lock.lock();
        try {
            long limit = limited().map("limitResponse").map("queuing").number("queueLengthLimit");
            if (queue.waiters.size() >= limit) {
                rejected.increment();
                return Answer.QUEUE_FULL;
            }
            waiter = new Waiter(width, Math.max(virtualTime, queue.lastFinish));
            queue.lastFinish = waiter.start + width;
            queue.waiters.add(waiter);
            length = queue.waiters.size();
            noteHighest(taken.get() + waiting.addAndGet(width));
            dispatch();
        } finally {
            lock.unlock();
        }
        noted.begins(length);
        boolean admitted = false;
        try {
            admitted = waiter.turn.await(patience.toNanos(), TimeUnit.NANOSECONDS) || !giveUp(queue, waiter);
        } finally {
            noted.ends(admitted);
        }
        return admitted ? Answer.ADMITTED : Answer.TIME_OUT;
    }

    private Queue shortest(int[] hand) {
        lock.lock();
        try {
            var best = queues[hand[0]];
            for (int index : hand) {
                if (queues[index].waiters.size() < best.waiters.size()) {
                    best = queues[index];
                }
            }
            return best;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves the queue, unless it was just this waiter's turn. */
    private boolean giveUp(Queue queue, Waiter waiter) {
        lock.lock();
        try {
            if (waiter.admitted) {
                return false;
            }
            queue.waiters.remove(waiter);
            waiting.addAndGet(-waiter.width);
            timedOut.increment();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave(int width) {
        taken.addAndGet(-width);
        if (waiting.get() > 0) {
            lock.lock();
            try {
                dispatch();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Has those whose turn it is go on, as long as there are seats. */
    private void dispatch() {
        while (true) {
            var next = next();
            if (next == null) {
                return;
            }
            var waiter = next.waiters.peek();
            if (waiter == null || !take(waiter.width)) {
                return;
            }
            next.waiters.poll();
            virtualTime = Math.max(virtualTime, waiter.start);
            waiter.admitted = true;
            dispatched.increment();
            waiting.addAndGet(-waiter.width);
            waiter.turn.countDown();
        }
    }

    private boolean take(int width) {
        while (true) {
            int now = taken.get();
            if (now > 0 && now + width > seats) {
                return false;
            }
            if (taken.compareAndSet(now, now + width)) {
                return true;
            }
        }
    }

    private @org.jspecify.annotations.Nullable Queue next() {
        Queue best = null;
        double earliest = Double.MAX_VALUE;
        for (var queue : queues) {
            var head = queue.waiters.peek();
            if (head != null && head.start < earliest) {
                earliest = head.start;
                best = queue;
            }
        }
        return best;
    }

    /** The level in figures, for those who look at it. */
    record Figures(
            int activeQueues,
            int waiting,
            int executing,
            long dispatched,
            long rejected,
            long timedOut,
            int[] lengths) {}

    Figures figures() {
        lock.lock();
        try {
            var lengths = new int[queues.length];
            int active = 0;
            for (int i = 0; i < lengths.length; i++) {
                lengths[i] = queues[i].waiters.size();
                active += lengths[i] > 0 ? 1 : 0;
            }
            return new Figures(
                    active, waiting.get(), taken.get(), dispatched.sum(), rejected.sum(), timedOut.sum(), lengths);
        } finally {
            lock.unlock();
        }
    }
}
