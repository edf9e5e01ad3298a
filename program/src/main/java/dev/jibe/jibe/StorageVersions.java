package dev.jibe.jibe;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Resource;
import dev.jibe.controllers.storageversions.Agreement;
import dev.jibe.object.api.apiserverinternal.v1alpha1.StorageVersion;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.registry.versions.StoredResources;
import java.util.List;

/**
 * What this API server says about the versions in which it stores objects.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/storage-version-v1alpha1/">StorageVersion</a>.
 */
final class StorageVersions {

    private static final Log LOG = Log.of(StorageVersions.class);
    private static final int TRIES = 5;

    private final Resource<StorageVersion> versions;
    private final String server;
    private final Clock clock;

    /** @param server the name of its identity lease */
    StorageVersions(Client client, String server, Clock clock) {
        this.versions = client.of(StorageVersion.KIND);
        this.server = server;
        this.clock = clock;
    }

    void publish(List<StoredResources.Stored> all) {
        for (var stored : all) {
            try {
                publish(stored, 1);
            } catch (RuntimeException e) {
                LOG.warn("cannot say how a resource is stored", "resource", stored.name(), "reason", e.getMessage());
            }
        }
    }

    /** Other servers write the same object. */
    private void publish(StoredResources.Stored stored, int tries) {
        var said = Agreement.said(server, stored.encoding(), stored.decodable(), stored.served());
        try {
            var there = versions.find("", stored.name())
                    .orElseGet(() -> versions.create(StorageVersion.KIND.create("", stored.name())));
            if (!there.status().storageVersions().contains(said)) {
                versions.updateStatus(Agreement.with(there, said, clock.now()));
            }
        } catch (ApiFailure failure) {
            if (tries >= TRIES || !failure.isConflict() && !failure.isAlreadyExists() && !failure.isNotFound()) {
                throw failure;
            }
            publish(stored, tries + 1);
        }
    }
}
