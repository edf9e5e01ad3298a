package dev.jibe.scheduler;

import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.client.cache.Key;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.storage.v1.StorageClass;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.view.ApiObject;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.Optional;

/** What caches know of volumes. */
final class KnownVolumes implements Volumes {

    private final Informer<PersistentVolumeClaim> claims;
    private final Informer<PersistentVolume> volumes;
    private final Informer<StorageClass> classes;

    KnownVolumes(Informers informers) {
        this.claims = informers.of(PersistentVolumeClaim.KIND);
        this.volumes = informers.of(PersistentVolume.KIND);
        this.classes = informers.of(StorageClass.KIND);
    }

    /** Begins to watch; every change is told, since pods may wait for it. */
    void start(Runnable changed) {
        claims.onChange(change -> tell(change, changed));
        volumes.onChange(change -> tell(change, changed));
        classes.onChange(change -> tell(change, changed));
        claims.start();
        volumes.start();
        classes.start();
    }

    private static <T extends ApiObject> void tell(Change<T> change, Runnable changed) {
        switch (change) {
            case Change.Added<T> added -> changed.run();
            case Change.Updated<T> updated -> changed.run();
            case Change.Deleted<T> deleted -> {}
        }
    }

    void awaitSynced() throws InterruptedException {
        claims.awaitSynced();
        volumes.awaitSynced();
        classes.awaitSynced();
    }

    @Override
    public Optional<JsonMap> claim(String namespace, String name) {
        return claims.cache().get(namespace, name).map(PersistentVolumeClaim::tree);
    }

    @Override
    public Optional<JsonMap> volume(String name) {
        return volumes.cache().get(Key.cluster(name)).map(PersistentVolume::tree);
    }

    @Override
    public Optional<JsonMap> storageClass(String name) {
        return name.isEmpty()
                ? Optional.empty()
                : classes.cache().get(Key.cluster(name)).map(StorageClass::tree);
    }
}
