package dev.jibe.controllers.storageversions;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.apiserverinternal.v1alpha1.StorageVersion;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.runtime.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes away what servers have said whose identity lease is gone. */
public final class StorageVersionCollector {

    private static final String NAMESPACE = "kube-system";
    private static final String LABEL = "apiserver.kubernetes.io/identity";
    private static final String SERVER = "kube-apiserver";

    private final Resource<StorageVersion> versions;
    private final Informer<StorageVersion> cache;
    private final Resource<Lease> leases;
    private final Informer<Lease> leaseCache;
    private final Clock clock;

    private StorageVersionCollector(Surroundings surroundings) {
        versions = surroundings.client().of(StorageVersion.KIND);
        cache = surroundings.informer(StorageVersion.KIND);
        leases = surroundings.client().of(Lease.KIND);
        leaseCache = surroundings.informer(Lease.KIND);
        clock = surroundings.clock();
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new StorageVersionCollector(surroundings);
        return surroundings.running(surroundings
                .controller("storage_version_garbage_collector")
                .on(shell.cache)
                .mapped(shell.leaseCache, shell::saidBy)
                .start(shell::reconcile));
    }

    private List<Key> saidBy(Lease lease) {
        return isServer(lease)
                ? cache.cache().all().stream()
                        .filter(it -> it.status().storageVersions().stream()
                                .anyMatch(said -> said.apiServerID().equals(lease.name())))
                        .map(Key::of)
                        .toList()
                : List.of();
    }

    private static boolean isServer(Lease lease) {
        return lease.namespace().equals(NAMESPACE)
                && SERVER.equals(lease.labels().get(LABEL));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var version = found.get();
        Map<String, Boolean> servers = new HashMap<>();
        for (var said : version.status().storageVersions()) {
            servers.computeIfAbsent(said.apiServerID(), this::isThere);
        }
        if (!servers.containsValue(false)) {
            return Outcome.DONE;
        }
        var left = Agreement.only(version, id -> servers.getOrDefault(id, false), clock.now());
        if (left.status().storageVersions().isEmpty()) {
            delete(version);
        } else {
            fence.wrote(cache, versions.updateStatus(left));
        }
        return Outcome.DONE;
    }

    /** The cache may be behind. */
    private boolean isThere(String server) {
        return leaseCache
                        .cache()
                        .get(NAMESPACE, server)
                        .filter(StorageVersionCollector::isServer)
                        .isPresent()
                || leases.find(NAMESPACE, server)
                        .filter(StorageVersionCollector::isServer)
                        .isPresent();
    }

    private void delete(StorageVersion version) {
        ApiFailure.unlessGone(() -> versions.delete("", version.name(), Deletion.ofUid(version.uid())));
    }
}
