package dev.jibe.server.fairness;

import dev.jibe.object.JsonMap;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue[] queues;
    private final Dealer dealer;
    private volatile int seats;
    private volatile Limits limits = new Limits(1, 1, Integer.MAX_VALUE);
    private double virtualTime;

    /**
     * The seats that it may have.
     *
     * @param nominal what its shares come to
     * @param lower what it keeps whatever others want
     * @param upper what it can come to by borrowing
     */
    record Limits(int nominal, int lower, int upper) {}

    /** Is told of a request's time in a queue. */
    interface Waiting {

        /** Takes no notice. */
        Waiting UNNOTED = new Waiting() {
            @Override
            public void begins(int length) {}

            @Override
            public void findsNoRoom() {}

            @Override
            public void ends(boolean admitted) {}
        };

        /** The request stands in a queue of this length, itself included. */
        void begins(int length);

        /** It was its turn, but there were not seats enough. */
        void findsNoRoom();

        void ends(boolean admitted);
    }

    /**
     * A request that asks for seats.
     *
     * @param flow a number from the names of the flow
     * @param patience how long it waits at the most
     */
    record Ask(int width, long flow, Duration patience, Asker asker, Waiting noted) {}

    /** A queue of a level, guarded by its lock. */
    private static final class Queue {
        private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
        private double lastFinish;
    }

    /** A request that waits. */
    private static final class Waiter {
        private final Ask ask;
        private final double start;
        private final CountDownLatch turn = new CountDownLatch(1);
        private boolean admitted;

        Waiter(Ask ask, double start) {
            this.ask = ask;
            this.start = start;
        }
    }

    /** What came of asking for a seat. */
    enum Answer {
        ADMITTED,
        QUEUE_FULL,
        CONCURRENCY_LIMIT,
        TIME_OUT;

        /** As upstream names it. */
        String reason() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
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

    /** What it needs if so many seats are wanted. */
    Borrowing.Need need(double wanted) {
        return new Borrowing.Need(limits.nominal(), limits.lower(), limits.upper(), wanted);
    }

    /** How many may wait. */
    long room() {
        return Math.max(1, queues.length) * Math.max(1, queueLimit());
    }

    private long queueLimit() {
        return limited().map("limitResponse").map("queuing").number("queueLengthLimit");
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
            return true;
        }
        while (waiting.get() == 0) {
            int now = taken.get();
            if (now > 0 && now + width > seats) {
                return false;
            }
            if (taken.compareAndSet(now, now + width)) {
                return true;
            }
        }
        return false;
    }

    /** Waits for seats in one of the flow's queues, if there is room in it. */
    Answer enter(Ask ask) throws InterruptedException {
        if (queues.length == 0) {
            return Answer.CONCURRENCY_LIMIT;
        }
        var queue = shortest(dealer.hand(ask.flow()));
        Waiter waiter;
        int length;
        lock.lock();
        try {
            if (queue.waiters.size() >= queueLimit()) {
                return Answer.QUEUE_FULL;
            }
            waiter = new Waiter(ask, Math.max(virtualTime, queue.lastFinish));
            queue.lastFinish = waiter.start + ask.width();
            queue.waiters.add(waiter);
            length = queue.waiters.size();
            waiting.addAndGet(ask.width());
            dispatch();
        } finally {
            lock.unlock();
        }
        ask.noted().begins(length);
        boolean admitted = false;
        try {
            admitted = waiter.turn.await(ask.patience().toNanos(), TimeUnit.NANOSECONDS) || !giveUp(queue, waiter);
        } finally {
            ask.noted().ends(admitted);
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
            waiting.addAndGet(-waiter.ask.width());
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
            if (waiter == null) {
                return;
            }
            if (!take(waiter.ask.width())) {
                waiter.ask.noted().findsNoRoom();
                return;
            }
            next.waiters.poll();
            virtualTime = Math.max(virtualTime, waiter.start);
            waiter.admitted = true;
            waiting.addAndGet(-waiter.ask.width());
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
    record Figures(int waiting, int executing, List<List<Ask>> queues) {}

    Figures figures() {
        lock.lock();
        try {
            var waiters = new ArrayList<List<Ask>>();
            for (var queue : queues) {
                waiters.add(queue.waiters.stream().map(waiter -> waiter.ask).toList());
            }
            return new Figures(waiting.get(), taken.get(), waiters);
        } finally {
            lock.unlock();
        }
    }
}
