package dev.jibe.scheduler;

import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.client.cache.Key;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.storage.v1.CSIDriver;
import dev.jibe.object.api.storage.v1.CSINode;
import dev.jibe.object.api.storage.v1.CSIStorageCapacity;
import dev.jibe.object.api.storage.v1.StorageClass;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.view.ApiObject;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.List;
import java.util.Optional;

/** What caches know of volumes. */
final class KnownVolumes implements Volumes {

    private static final String BY_CLASS = "storage class";

    private final Informer<PersistentVolumeClaim> claims;
    private final Informer<PersistentVolume> volumes;
    private final Informer<StorageClass> classes;
    private final Informer<CSINode> csiNodes;
    private final Informer<CSIDriver> drivers;
    private final Informer<CSIStorageCapacity> capacities;

    KnownVolumes(Informers informers) {
        this.claims = informers.of(PersistentVolumeClaim.KIND);
        this.volumes = informers.of(PersistentVolume.KIND);
        this.classes = informers.of(StorageClass.KIND);
        this.csiNodes = informers.of(CSINode.KIND);
        this.drivers = informers.of(CSIDriver.KIND);
        this.capacities = informers.of(CSIStorageCapacity.KIND);
        volumes.addIndex(BY_CLASS, volume -> List.of(volume.spec().storageClassName()));
        capacities.addIndex(BY_CLASS, capacity -> List.of(capacity.tree().string("storageClassName")));
    }

    /** Begins to watch; every change is told, since pods may wait for it. */
    void start(Runnable changed) {
        List.of(claims, volumes, classes, csiNodes, drivers, capacities)
                .forEach(informer -> informer.onChange(change -> tell(change, changed)));
    }

    private static void tell(Change<? extends ApiObject> change, Runnable changed) {
        if (!(change instanceof Change.Deleted<? extends ApiObject>)) {
            changed.run();
        }
    }

    void awaitSynced() throws InterruptedException {
        for (var informer : List.of(claims, volumes, classes, csiNodes, drivers, capacities)) {
            informer.awaitSyncedPatiently();
        }
    }

    /** Claims, for those who wait for them. */
    Informer<PersistentVolumeClaim> claims() {
        return claims;
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

    @Override
    public List<JsonMap> volumesOf(String storageClass) {
        return volumes.cache().byIndex(BY_CLASS, storageClass).stream()
                .map(PersistentVolume::tree)
                .toList();
    }

    @Override
    public Optional<JsonMap> csiNode(String node) {
        return csiNodes.cache().get(Key.cluster(node)).map(CSINode::tree);
    }

    @Override
    public Optional<JsonMap> driver(String name) {
        return drivers.cache().get(Key.cluster(name)).map(CSIDriver::tree);
    }

    @Override
    public List<JsonMap> capacities(String storageClass) {
        return capacities.cache().byIndex(BY_CLASS, storageClass).stream()
                .map(CSIStorageCapacity::tree)
                .toList();
    }
}
