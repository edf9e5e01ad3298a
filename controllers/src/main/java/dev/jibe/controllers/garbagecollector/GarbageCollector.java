package dev.jibe.controllers.garbagecollector;

import dev.jibe.client.AnyObject;
import dev.jibe.client.ApiFailure;
import dev.jibe.client.Backoff;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Outcome;
import dev.jibe.client.queue.WorkQueue;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.garbagecollector.Action.Delete;
import dev.jibe.controllers.garbagecollector.Action.DropOwners;
import dev.jibe.controllers.garbagecollector.Action.Orphan;
import dev.jibe.controllers.garbagecollector.Action.RemoveFinalizer;
import dev.jibe.controllers.garbagecollector.Action.Tell;
import dev.jibe.controllers.garbagecollector.Action.Unblock;
import dev.jibe.controllers.garbagecollector.Action.Visit;
import dev.jibe.object.view.Kind;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.metrics.Counter;
import java.time.Duration;
import java.util.Set;

/** The shell of the garbage collector: shows the plan the graph, and does what it says. */
public final class GarbageCollector {
    private static final Log LOG = Log.of(GarbageCollector.class);
    private static final int PARALLELISM = 20;

    /** How long to wait for all resources before those are taken that can be listed. */
    private static final Duration INITIAL_SYNC = Duration.ofSeconds(30);

    private static final String CUSTOM = "customresourcedefinitions";

    private final Client client;
    private final Graph graph;
    private final Clock clock;
    private final WorkQueue<Identity> queue;
    private final Counter syncErrors;
    private final EventRecorder events;

    private GarbageCollector(Surroundings surroundings) {
        client = surroundings.client();
        clock = surroundings.clock();
        events = surroundings.events("garbage-collector-controller");
        syncErrors = surroundings
                .metrics()
                .counter(
                        "garbagecollector_controller_resources_sync_error_total",
                        "[ALPHA] Number of garbage collector resources sync errors");
        graph = new Graph(client, surroundings.informers());
        queue = new WorkQueue<>("garbage_collector", PARALLELISM, clock, surroundings.queues(), this::visit);
    }

    public static void start(Surroundings surroundings) {
        var collector = new GarbageCollector(surroundings);
        var beginning = Thread.ofVirtual().name("garbage collector start").start(collector::begin);
        surroundings.onClose(() -> {
            beginning.interrupt();
            collector.queue.close();
        });
    }

    /** Learns what the API serves, again and again until it answers, and then begins. */
    private void begin() {
        try {
            for (int failures = 0; !discover(); failures++) {
                clock.sleep(Backoff.CONNECTION.after(failures + 1));
            }
            var late = clock.schedule(INITIAL_SYNC, this::beginAnyway);
            graph.awaitSynced();
            late.cancel();
            queue.open();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** What an unreachable server of another API has must not keep all other garbage from being collected. */
    private void beginAnyway() {
        LOG.warn("not everything that is served could be listed; beginning without it");
        syncErrors.increment();
        queue.open();
    }

    /** Watches every resource that is served and not watched yet; false if the API cannot say what it serves. */
    private boolean discover() {
        try {
            for (var served : client.discovery().preferred().resources()) {
                if (Graph.isCollectable(served)) {
                    graph.watch(served.kind(), change -> changed(served.kind(), change));
                }
            }
            return true;
        } catch (ApiFailure failure) {
            LOG.debug("discovery failed", "failure", failure.getMessage());
            return false;
        }
    }

    private void changed(Kind<AnyObject> kind, Change<AnyObject> change) {
        switch (change) {
            case Change.Added<AnyObject>(AnyObject now) -> {
                if (now.metadata().hasOwnerReferences() || now.isTerminating()) {
                    queue.add(Identity.of(kind, now));
                }
            }
            case Change.Updated<AnyObject>(AnyObject before, AnyObject now) -> updated(kind, before, now);
            case Change.Deleted<AnyObject>(AnyObject last) -> {
                var dependents = graph.dependents(last.uid());
                if (!dependents.isEmpty()) {
                    graph.gone(Identity.of(kind, last), last.uid());
                }
                dependents.forEach(dependent -> queue.add(dependent.identity()));
                visitOwners(last);
            }
        }
        if (kind.plural().equals(CUSTOM)) {
            Thread.ofVirtual().name("discovery").start(this::discover);
        }
    }

    /** Most updates are of status, which decides nothing here. */
    private void updated(Kind<AnyObject> kind, AnyObject before, AnyObject now) {
        boolean hasOtherOwners = !before.metadata()
                .tree()
                .list("ownerReferences")
                .equals(now.metadata().tree().list("ownerReferences"));
        if (hasOtherOwners) {
            visitOwners(before);
        }
        boolean isGoing = now.isTerminating()
                && (!before.isTerminating()
                        || !before.metadata()
                                .tree()
                                .list("finalizers")
                                .equals(now.metadata().tree().list("finalizers")));
        if (hasOtherOwners || isGoing) {
            queue.add(Identity.of(kind, now));
        }
    }

    /** Those owners that may have waited for the object. */
    private void visitOwners(AnyObject dependent) {
        for (var reference : dependent.metadata().ownerReferences()) {
            if (reference.blockOwnerDeletion()) {
                graph.owner(dependent, reference).ifPresent(queue::add);
            }
        }
    }

    private Outcome visit(Identity identity) {
        var found = graph.find(identity);
        if (found.isEmpty() || (found.get().isTerminating() && !isOurs(found.get()))) {
            return Outcome.DONE;
        }
        var object = found.get();
        var owners = graph.owners(object);
        var dependents = graph.dependents(object.uid());
        var plan = GarbagePlan.of(new GarbagePlan.Observed(object, owners, dependents));
        var fence = new Fence();
        try {
            for (var action : plan.actions()) {
                apply(action, identity, object, fence);
            }
            fence.await();
            return Outcome.DONE;
        } catch (ApiFailure failure) {
            return failure.isNotFound() ? Outcome.DONE : Outcome.retry(failure);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return Outcome.DONE;
        }
    }

    private static boolean isOurs(AnyObject object) {
        return Finalizers.waitsForDependents(object) || Finalizers.orphansDependents(object);
    }

    private void apply(Action action, Identity identity, AnyObject object, Fence fence) {
        switch (action) {
            case Delete(String uid, Deletion.Propagation propagation) -> {
                var cache = graph.cache(identity).orElseThrow();
                client.of(cache.kind())
                        .delete(
                                identity.namespace(),
                                identity.name(),
                                Deletion.ofUid(uid).with(propagation));
                fence.deleted(cache, new Key(identity.namespace(), identity.name()), uid);
            }
            case DropOwners(Set<String> uids) -> write(identity, MetadataPatch.withoutOwners(object, uids), fence);
            case RemoveFinalizer(String finalizer) ->
                write(identity, MetadataPatch.withoutFinalizer(object, finalizer), fence);
            case Orphan(Dependent dependent, String uid) ->
                write(dependent.identity(), MetadataPatch.withoutOwners(dependent.object(), Set.of(uid)), fence);
            case Unblock(Dependent dependent, String uid) ->
                write(dependent.identity(), MetadataPatch.unblocked(dependent.object(), uid), fence);
            case Tell(String message) -> events.warning(object, "OwnerRefInvalidNamespace", message);
            case Visit(Identity dependent) -> queue.add(dependent);
        }
    }

    private void write(Identity identity, Patch patch, Fence fence) {
        var cache = graph.cache(identity).orElseThrow();
        try {
            fence.wrote(cache, client.of(cache.kind()).patch(identity.namespace(), identity.name(), patch));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) { // whoever is gone needs no change
                throw failure;
            }
        }
    }
}
