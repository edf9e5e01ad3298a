package dev.jibe.store;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.store.wal.Group;
import dev.jibe.store.wal.Mutation;
import dev.jibe.store.wal.NoSpaceException;
import dev.jibe.store.wal.Wal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that changes the store.
 *
 * <p>It takes all writes that have queued, decides them one after the other against the newest state, writes those that
 * may happen as one group with one sync, publishes them, and answers; by then timers are set and watchers signalled. While it syncs, the next group queues: a busy
 * store makes large groups and an idle one does not wait. Refused writes are answered with their group too, since what
 * they collided with may have been in it.
 */
final class Committer<V> implements Runnable {

    private static final Log LOG = Log.of(Committer.class);

    /** Enough to make the sync cheap per write, and little enough to keep the first of a group from waiting long. */
    private static final int MAX_GROUP_BYTES = 4 << 20;

    private final Values<V> values;
    private final Clock clock;
    private final @Nullable Wal wal;
    private final @Nullable Snapshotter<V> snapshotter;
    private final History<V> history;
    private final BlockingQueue<Pending<V>> queue;
    private final Semaphore queueBytes;
    private final CommitListener<V> listener;

    private final Group group = new Group();
    private final List<Decided<V>> decided = new ArrayList<>();
    private final List<Change<V>> changes = new ArrayList<>();
    private Root<V> state;

    private volatile StoreException.@Nullable Unavailable failure;
    private boolean stopped;

    /** A write whose outcome is known, but not yet durable. */
    private record Decided<V>(Pending.Writing<V> writing, Transition<V> outcome) {}

    Committer(
            StoreConfig config,
            Values<V> values,
            Clock clock,
            @Nullable Wal wal,
            History<V> history,
            BlockingQueue<Pending<V>> queue,
            Semaphore queueBytes,
            CommitListener<V> listener) {
        this.values = values;
        this.clock = clock;
        this.wal = wal;
        this.snapshotter =
                wal == null ? null : new Snapshotter<>(wal, values, config.snapshotAfterBytes(), config.threads());
        this.history = history;
        this.queue = queue;
        this.queueBytes = queueBytes;
        this.listener = listener;
        this.state = history.latest();
    }

    /** Why no write can succeed any more, or null. */
    StoreException.@Nullable Unavailable failure() {
        return failure;
    }

    @Override
    public void run() {
        List<Pending<V>> taken = new ArrayList<>();
        while (!stopped) {
            try {
                taken.add(queue.take());
            } catch (InterruptedException nobodyInterruptsThisThread) {
                continue;
            }
            queue.drainTo(taken);
            try {
                work(taken);
            } catch (RuntimeException | Error broken) {
                fail("the committer failed, no writes until the store is opened again: ", broken);
                refuse(taken);
            }
            taken.clear();
        }
        if (snapshotter != null) {
            snapshotter.awaitRunning();
        }
    }

    private void work(List<Pending<V>> taken) {
        for (Pending<V> pending : taken) {
            switch (pending) {
                case Pending.Writing<V> writing -> decide(writing);
                case Pending.Command<V>(Runnable action) -> action.run();
            }
        }
        commit();
    }

    void stop() {
        stopped = true;
    }

    void compact(long revision) {
        commit();
        history.compact(Math.min(revision, history.latest().revision()));
    }

    /** Answers everything that came after the end. */
    void refuseRest() {
        List<Pending<V>> rest = new ArrayList<>();
        queue.drainTo(rest);
        for (Pending<V> pending : rest) {
            if (pending instanceof Pending.Writing<V> writing) {
                writing.result.completeExceptionally(new StoreException.Unavailable("the store is closed", null));
            }
        }
    }

    /** Answers what was taken and not answered when the committer itself went wrong; commands still run. */
    private void refuse(List<Pending<V>> taken) {
        for (Pending<V> pending : taken) {
            switch (pending) {
                case Pending.Writing<V> writing -> {
                    if (failure != null) {
                        writing.result.completeExceptionally(failure);
                    }
                }
                case Pending.Command<V>(Runnable action) -> action.run();
            }
        }
    }

    private void decide(Pending.Writing<V> writing) {
        queueBytes.release(writing.sizeBytes);
        StoreException.Unavailable unavailable = failure;
        if (unavailable != null) {
            writing.result.completeExceptionally(unavailable);
            return;
        }
        if (group.sizeBytes() + writing.sizeBytes > MAX_GROUP_BYTES) {
            commit();
        }
        Transition<V> outcome;
        try {
            outcome = Transition.of(state, writing.write, values, writing.nowMillis);
        } catch (RuntimeException faultOfTheValue) {
            writing.result.completeExceptionally(faultOfTheValue);
            return;
        }
        decided.add(new Decided<>(writing, outcome));
        if (outcome instanceof Transition.Applied<V>(Root<V> root, List<Event<V>> events) && !events.isEmpty()) {
            state = root;
            List<Mutation> mutations = writing.mutations;
            if (wal != null) {
                for (int i = 0; i < mutations.size(); i++) {
                    group.add(mutations.get(i), i < mutations.size() - 1);
                }
            }
            changes.add(new Change<>(
                    root, events, History.elapsedMillis(clock), writing.sizeBytes + Change.OVERHEAD_BYTES));
        }
    }

    /** Makes what was decided durable, publishes it and answers. */
    private void commit() {
        if (decided.isEmpty()) {
            return;
        }
        if (changes.isEmpty() || append(clock.millis())) {
            history.publish(changes, History.elapsedMillis(clock));
            if (!changes.isEmpty()) {
                listener.published(changes);
            }
            for (Decided<V> done : decided) {
                answer(done);
            }
            if (snapshotter != null) {
                snapshotter.appended(group.sizeBytes(), state);
            }
        }
        reset();
    }

    private void answer(Decided<V> done) {
        switch (done.outcome()) {
            case Transition.Applied<V>(Root<V> root, List<Event<V>> events) ->
                done.writing().result.complete(new Committed<>(root.revision(), events));
            case Transition.Refused<V>(StoreException.Conflict conflict) ->
                done.writing().result.completeExceptionally(conflict);
        }
    }

    /** Whether the group is durable; if not, everybody in it has been told. */
    private boolean append(long nowMillis) {
        if (wal == null) {
            return true;
        }
        try {
            wal.append(group, changes.getFirst().revision(), nowMillis);
            return true;
        } catch (NoSpaceException full) {
            LOG.error("write refused", "reason", full.getMessage());
            undo(new StoreException.Unavailable(full.getMessage() + "; nothing was changed", full));
        } catch (IOException broken) {
            // After a failed write or sync nobody knows what is on disk: not even trying again would tell.
            fail("the log failed, no writes until the store is opened again: ", broken);
        }
        return false;
    }

    private void fail(String message, Throwable cause) {
        LOG.error("the store takes no more writes until it is opened again", cause);
        var reason = new StoreException.Unavailable(message + cause.getMessage(), cause);
        failure = reason;
        undo(reason);
        reset();
    }

    private void reset() {
        group.clear();
        decided.clear();
        changes.clear();
    }

    private void undo(StoreException.Unavailable reason) {
        state = history.latest();
        for (Decided<V> undone : decided) {
            undone.writing().result.completeExceptionally(reason);
        }
    }
}
