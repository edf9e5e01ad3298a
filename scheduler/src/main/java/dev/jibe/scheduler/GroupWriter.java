package dev.jibe.scheduler;

import dev.jibe.client.Client;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Outcome;
import dev.jibe.client.queue.QueueMetrics;
import dev.jibe.client.queue.WorkQueue;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.runtime.Clock;
import dev.jibe.scheduler.gang.GroupVerdict;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Hears of groups of pods, and writes into their statuses what became of them: of each group the last that is known. */
final class GroupWriter implements AutoCloseable {

    private static final int PARALLELISM = 4;

    private final Informer<PodGroup> groups;
    private final Resource<PodGroup> api;
    private final Clock clock;

    /** What is still to be written, of each group the last. */
    private final Map<Key, GroupVerdict> verdicts = new ConcurrentHashMap<>();

    private final WorkQueue<Key> queue;

    GroupWriter(Client client, Informers informers, Clock clock) {
        this.groups = informers.of(PodGroup.KIND);
        this.api = client.of(PodGroup.KIND);
        this.clock = clock;
        this.queue = new WorkQueue<>("scheduler_groups", PARALLELISM, clock, QueueMetrics.unread(), this::say);
    }

    void start(Consumer<Change<PodGroup>> listener) {
        queue.open();
        groups.onChange(listener::accept);
        groups.start();
    }

    /** Has this be written, unless something newer becomes of the group before. */
    void write(GroupVerdict verdict) {
        var group = Key.of(verdict.group());
        verdicts.put(group, verdict);
        queue.add(group);
    }

    private Outcome say(Key group) {
        var verdict = verdicts.get(group);
        if (verdict == null) {
            return Outcome.DONE;
        }
        // What fails is tried again by the queue, with what is the last then.
        api.find(group.namespace(), group.name())
                .flatMap(current -> verdict.condition(current, clock.now()))
                .map(condition -> JsonMap.of("conditions", JsonList.of(condition)))
                .ifPresent(status -> api.patchStatus(
                        group.namespace(), group.name(), new Patch.Strategic(JsonMap.of("status", status))));
        verdicts.remove(group, verdict);
        return Outcome.DONE;
    }

    @Override
    public void close() {
        queue.close();
    }
}
