package dev.jibe.scheduler;

import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.client.cache.Key;
import dev.jibe.client.devices.RuledDevices;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.DeviceClass;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.resource.v1beta2.DeviceTaintRule;
import dev.jibe.scheduler.devices.Devices;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What caches know of devices. */
final class KnownDevices implements Devices {
    private final Informer<ResourceClaim> claims;
    private final Informer<ResourceSlice> slices;
    private final Informer<DeviceClass> classes;
    private final Optional<Informer<DeviceTaintRule>> rules;

    /** @param ruled whether administrators put taints on devices, besides their drivers */
    KnownDevices(Informers informers, boolean ruled) {
        this.rules = ruled ? Optional.of(informers.of(DeviceTaintRule.KIND)) : Optional.empty();
        this.claims = informers.of(ResourceClaim.KIND);
        this.slices = informers.of(ResourceSlice.KIND);
        this.classes = informers.of(DeviceClass.KIND);
    }

    /** Begins to watch; every change is told, since pods may wait for it. */
    void start(Runnable changed) {
        all().forEach(informer -> informer.onChange(change -> changed.run()));
    }

    private List<Informer<?>> all() {
        return Stream.<Informer<?>>concat(Stream.of(claims, slices, classes), rules.stream())
                .toList();
    }

    void awaitSynced() throws InterruptedException {
        for (var informer : all()) {
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
        var known = rules.stream()
                .flatMap(it -> it.cache().all().stream())
                .map(DeviceTaintRule::tree)
                .toList();
        return slices.cache().all().stream()
                .map(slice -> RuledDevices.apply(slice.tree(), known))
                .toList();
    }

    @Override
    public Optional<JsonMap> deviceClass(String name) {
        return classes.cache().get(Key.cluster(name)).map(DeviceClass::tree);
    }
}
