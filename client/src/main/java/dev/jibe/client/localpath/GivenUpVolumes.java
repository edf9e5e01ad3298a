package dev.jibe.client.localpath;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.client.queue.QueueMetrics;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.runtime.Clock;
import java.io.IOException;
import java.util.function.Predicate;

/** Takes volumes away that are given up: first the directory, then the object. */
public final class GivenUpVolumes {

    /** Removes what a volume holds; that there is nothing is no failure. */
    @FunctionalInterface
    public interface Remover {
        void remove(PersistentVolume volume) throws IOException;
    }

    private final Resource<PersistentVolume> volumes;
    private final Informer<PersistentVolume> cache;
    private final EventRecorder events;
    private final Predicate<PersistentVolume> isMine;
    private final Remover remover;

    private GivenUpVolumes(
            Client client,
            Informer<PersistentVolume> cache,
            EventRecorder events,
            Predicate<PersistentVolume> isMine,
            Remover remover) {
        this.volumes = client.of(PersistentVolume.KIND);
        this.cache = cache;
        this.events = events;
        this.isMine = isMine;
        this.remover = remover;
    }

    /** Begins to look after those volumes that are its own; the cache must be started by somebody. */
    public static Controller start(
            Client client,
            Informer<PersistentVolume> cache,
            EventRecorder events,
            Clock clock,
            QueueMetrics metrics,
            Predicate<PersistentVolume> isMine,
            Remover remover) {
        var shell = new GivenUpVolumes(client, cache, events, isMine, remover);
        return Controller.named("local_volumes", clock, metrics).on(cache).start(shell::reconcile);
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key).filter(LocalPath::isGivenUp).filter(isMine);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var volume = found.get();
        try {
            remover.remove(volume);
        } catch (IOException failure) {
            events.warning(volume, "VolumeFailedDelete", String.valueOf(failure.getMessage()));
            return Outcome.retry(ApiFailure.of(500, "InternalError", String.valueOf(failure.getMessage())));
        }
        ApiFailure.unlessGone(() -> {
            if (!volume.isTerminating()) {
                volumes.delete("", volume.name(), Deletion.ofUid(volume.uid()));
            }
            var metadata = JsonMap.of(
                    "uid", volume.uid(), "$deleteFromPrimitiveList/finalizers", JsonList.of(LocalPath.FINALIZER));
            volumes.patch("", volume.name(), new Patch.Strategic(JsonMap.of("metadata", metadata)));
        });
        fence.deleted(cache, key, volume.uid());
        return Outcome.DONE;
    }
}
