package dev.jibe.scheduler;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.scheduler.gang.GroupVerdict;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hears of groups of pods, and writes into their statuses what became of them, one after the other. */
final class GroupWriter implements AutoCloseable {

    private static final Log LOG = Log.of(GroupWriter.class);
    private static final int MAX_VERDICTS = 1024;

    private final Informer<PodGroup> groups;
    private final Resource<PodGroup> api;
    private final Clock clock;
    private final BlockingQueue<GroupVerdict> verdicts = new ArrayBlockingQueue<>(MAX_VERDICTS);
    private @Nullable Thread thread;

    GroupWriter(Client client, Informers informers, Clock clock) {
        this.groups = informers.of(PodGroup.KIND);
        this.api = client.of(PodGroup.KIND);
        this.clock = clock;
    }

    void start(Consumer<Change<PodGroup>> listener) {
        thread = Thread.ofVirtual().name("scheduler-groups").start(this::run);
        groups.onChange(listener::accept);
        groups.start();
    }

    /** Has this be written; waits only if very much is still to be written. */
    void write(GroupVerdict verdict) {
        try {
            verdicts.put(verdict);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                say(verdicts.take());
            }
        } catch (InterruptedException e) {
            LOG.debug("nothing more is said of groups");
        }
    }

    private void say(GroupVerdict verdict) {
        var namespace = verdict.group().namespace();
        var name = verdict.group().name();
        try {
            api.find(namespace, name)
                    .flatMap(current -> verdict.condition(current, clock.now()))
                    .map(condition -> JsonMap.of("conditions", JsonList.of(condition)))
                    .ifPresent(status ->
                            api.patchStatus(namespace, name, new Patch.Strategic(JsonMap.of("status", status))));
        } catch (ApiFailure failure) {
            LOG.info(
                    "cannot say what became of a group",
                    "group",
                    namespace + "/" + name,
                    "reason",
                    failure.getMessage());
        }
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
