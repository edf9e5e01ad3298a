package dev.jibe.scheduler;

import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.client.cache.Key;
import dev.jibe.client.devices.RuledDevices;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.api.resource.v1.DeviceClass;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.resource.v1beta2.DeviceTaintRule;
import dev.jibe.scheduler.devices.Devices;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What caches know of devices. */
final class KnownDevices implements Devices {
    private static final String PLACE = "scheduler.place";
    private static final String POOL = "scheduler.pool";
    private static final String OWNER = "scheduler.owner";
    private static final String ALLOCATED = "scheduler.allocated";
    private static final String RESOURCE = "scheduler.resource";

    /** The place of slices that are not for one node alone. */
    private static final String MANY = "*";

    private static final String IMPLICIT = "deviceclass.resource.kubernetes.io/";

    /** If classes make up the same resource it is the newest that does. */
    private static final Comparator<DeviceClass> NEWEST = Comparator.comparing(
                    (DeviceClass it) -> it.metadata().creationTimestamp())
            .thenComparing(DeviceClass::name, Comparator.reverseOrder());

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
        slices.addIndex(PLACE, slice -> List.of(place(slice.tree().map("spec"))));
        slices.addIndex(
                POOL,
                slice -> List.of(pool(slice.spec().driver(), slice.spec().pool().name())));
        claims.addIndex(ALLOCATED, claim -> claim.status().hasAllocation() ? List.of(ALLOCATED) : List.of());
        claims.addIndex(
                OWNER,
                claim -> claim.metadata().ownerReferences().stream()
                        .filter(OwnerReference::controller)
                        .map(OwnerReference::uid)
                        .toList());
        classes.addIndex(
                RESOURCE,
                it -> it.spec().hasExtendedResourceName()
                        ? List.of(IMPLICIT + it.name(), it.spec().extendedResourceName())
                        : List.of(IMPLICIT + it.name()));
    }

    /** What counters say concerns the whole pool, wherever the slice is. */
    private static String place(JsonMap spec) {
        var node = spec.string("nodeName");
        return node.isEmpty() || !spec.list("sharedCounters").isEmpty() ? MANY : node;
    }

    private static String pool(String driver, String name) {
        return driver + "/" + name;
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
        return claims.cache().byIndex(ALLOCATED, ALLOCATED).stream()
                .map(ResourceClaim::tree)
                .toList();
    }

    @Override
    public List<JsonMap> claimsOf(String podUid) {
        return claims.cache().byIndex(OWNER, podUid).stream()
                .map(ResourceClaim::tree)
                .toList();
    }

    @Override
    public List<JsonMap> slicesOn(String node) {
        return ruled(slices.cache().byIndex(PLACE, node));
    }

    @Override
    public List<JsonMap> sharedSlices() {
        return ruled(slices.cache().byIndex(PLACE, MANY));
    }

    @Override
    public List<JsonMap> slicesOfPool(String driver, String pool) {
        return ruled(slices.cache().byIndex(POOL, pool(driver, pool)));
    }

    private List<JsonMap> ruled(List<ResourceSlice> found) {
        var known = rules.stream()
                .flatMap(it -> it.cache().all().stream())
                .map(DeviceTaintRule::tree)
                .toList();
        return found.stream()
                .map(slice -> RuledDevices.apply(slice.tree(), known))
                .toList();
    }

    @Override
    public Optional<JsonMap> deviceClass(String name) {
        return classes.cache().get(Key.cluster(name)).map(DeviceClass::tree);
    }

    @Override
    public Optional<JsonMap> classFor(String extendedResource) {
        return classes.cache().byIndex(RESOURCE, extendedResource).stream()
                .max(NEWEST)
                .map(DeviceClass::tree);
    }
}
