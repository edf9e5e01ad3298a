package dev.jibe.client.queue;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * A running controller: its triggers fill its queue, and its reconciler empties it.
 *
 * <p>Nothing is reconciled before every cache it looks at is complete; and a key is not reconciled again before the
 * caches show what was written for it the last time.
 */
public final class Controller implements AutoCloseable {
    private static final Log LOG = Log.of(Controller.class);

    private final String name;
    private final List<Informer<?>> informers;
    private final Reconciler reconciler;
    private final WorkQueue<Key> queue;

    private Controller(Builder builder, Reconciler reconciler) {
        this.name = builder.name;
        this.informers = List.copyOf(builder.informers);
        this.reconciler = reconciler;
        this.queue = new WorkQueue<>(name, builder.parallelism, builder.clock, builder.metrics, this::work);
    }

    /** A controller to be given its triggers. */
    public static Builder named(String name, Clock clock, QueueMetrics metrics) {
        return new Builder(name, clock, metrics);
    }

    public WorkQueue<Key> queue() {
        return queue;
    }

    /** Has the key reconciled, as if something about it had changed. */
    public void add(Key key) {
        queue.add(key);
    }

    public void addAfter(Key key, Duration delay) {
        queue.addAfter(key, delay);
    }

    @Override
    public void close() {
        queue.close();
    }

    private Outcome work(Key key) {
        var fence = new Fence();
        Outcome outcome;
        try {
            outcome = reconciler.reconcile(key, fence);
        } catch (ApiFailure failure) {
            outcome = failure.isInvalid() ? new Outcome.Reject(failure) : Outcome.retry(failure);
        } catch (RuntimeException failure) {
            outcome = Outcome.retry(failure);
        }
        try {
            if (!fence.await()) {
                LOG.warn("cache is behind", "controller", name, "key", key);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        return outcome;
    }

    private void openWhenSynced() {
        try {
            for (var informer : informers) {
                informer.awaitSyncedPatiently();
            }
            queue.open();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Collects what a controller reacts to. */
    public static final class Builder {
        private static final int PARALLELISM = 16;

        private final String name;
        private final Clock clock;
        private final QueueMetrics metrics;
        private final List<Trigger<?>> triggers = new ArrayList<>();
        private final List<Informer<?>> informers = new ArrayList<>();
        private int parallelism = PARALLELISM;

        private Builder(String name, Clock clock, QueueMetrics metrics) {
            this.name = name;
            this.clock = clock;
            this.metrics = metrics;
        }

        /** A change of an object concerns the object itself. */
        public <T extends ApiObject> Builder on(Informer<T> informer) {
            return trigger(new Trigger.On<>(informer));
        }

        /** A change of an object concerns its controller of that kind. */
        public <T extends ApiObject> Builder ownerOf(Informer<T> informer, Kind<?> owner) {
            return trigger(new Trigger.OwnerOf<>(informer, owner));
        }

        /** A change of an object concerns the keys that the function finds. */
        public <T extends ApiObject> Builder mapped(Informer<T> informer, Function<T, ? extends Collection<Key>> keys) {
            return trigger(new Trigger.Mapped<>(informer, keys));
        }

        public Builder trigger(Trigger<?> trigger) {
            triggers.add(trigger);
            return reads(trigger.informer());
        }

        /** It looks at this cache, but is not set off by it. */
        public Builder reads(Informer<?> informer) {
            informers.add(informer);
            return this;
        }

        /** Keys worked on at the same time. */
        public Builder parallelism(int keys) {
            parallelism = keys;
            return this;
        }

        public Controller start(Reconciler reconciler) {
            var controller = new Controller(this, reconciler);
            triggers.forEach(trigger -> connect(trigger, controller));
            Thread.ofVirtual().name(name + " start").start(controller::openWhenSynced);
            return controller;
        }

        private static <T extends ApiObject> void connect(Trigger<T> trigger, Controller controller) {
            trigger.informer().onChange(change -> trigger.keys(change).forEach(controller::add));
        }
    }
}
