package dev.jibe.scheduler;

import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.client.cache.Key;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.DeviceClass;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.scheduler.devices.Devices;
import java.util.List;
import java.util.Optional;

/** What caches know of devices. */
final class KnownDevices implements Devices {
    private final Informer<ResourceClaim> claims;
    private final Informer<ResourceSlice> slices;
    private final Informer<DeviceClass> classes;

    KnownDevices(Informers informers) {
        this.claims = informers.of(ResourceClaim.KIND);
        this.slices = informers.of(ResourceSlice.KIND);
        this.classes = informers.of(DeviceClass.KIND);
    }

    /** Begins to watch; every change is told, since pods may wait for it. */
    void start(Runnable changed) {
        List.of(claims, slices, classes).forEach(informer -> informer.onChange(change -> changed.run()));
    }

    void awaitSynced() throws InterruptedException {
        for (var informer : List.of(claims, slices, classes)) {
            informer.awaitSyncedPatiently();
        }
    }

    /** Claims, for those who wait until their own writes show. */
    Informer<ResourceClaim> claims() {
        return claims;
    }

    @Override
    public Optional<JsonMap> claim(String namespace, String name) {
        return claims.cache().get(namespace, name).map(ResourceClaim::tree);
    }

    @Override
    public List<JsonMap> allocatedClaims() {
        return claims.cache().all().stream()
                .map(ResourceClaim::tree)
                .filter(claim -> claim.map("status").has("allocation"))
                .toList();
    }

    @Override
    public List<JsonMap> slices() {
        return slices.cache().all().stream().map(ResourceSlice::tree).toList();
    }

    @Override
    public Optional<JsonMap> deviceClass(String name) {
        return classes.cache().get(Key.cluster(name)).map(DeviceClass::tree);
    }
}
