package dev.jibe.server.registry.service;

import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.ownership.Ownership;
import dev.jibe.server.registry.ownership.Writer;
import dev.jibe.store.Expect;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import dev.jibe.store.Write;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The addresses that are taken, as {@code IPAddress} objects: who creates the object of an address has it.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/">Extend Service IP Ranges</a>.
 */
public final class AddressBook {

    private static final String MANAGED_BY = "ipaddress.kubernetes.io/managed-by";
    private static final String ALLOCATOR = "ipallocator.k8s.io";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Store<JsonMap> store;
    private final Resource resource;
    private final Ownership ownership;
    private final Clock clock;
    private final Ids ids;

    /** Addresses whose objects are on their way to the disk. */
    private final Set<String> coming = ConcurrentHashMap.newKeySet();

    /** @param resource that of IPAddress */
    public AddressBook(Store<JsonMap> store, Resource resource, Ownership ownership, Clock clock, Ids ids) {
        this.store = store;
        this.resource = resource;
        this.ownership = ownership;
        this.clock = clock;
        this.ids = ids;
    }

    boolean isTaken(String address) {
        return coming.contains(address) || store.latest().get(resource.bucket(), address) != null;
    }

    /** Takes an address for a service; false if somebody has it. */
    boolean take(String address, JsonMap service) {
        if (!coming.add(address)) {
            return false;
        }
        try {
            return write(address, service);
        } finally {
            coming.remove(address);
        }
    }

    private boolean write(String address, JsonMap service) {
        var labels = JsonMap.of("ipaddress.kubernetes.io/ip-family", "IPv4", MANAGED_BY, ALLOCATOR);
        var object = JsonMap.of(
                "apiVersion",
                resource.apiVersion(),
                "kind",
                resource.kind(),
                "metadata",
                JsonMap.of("name", address, "labels", labels),
                "spec",
                JsonMap.of("parentRef", parent(service)));
        var target = ownership.target(resource, "");
        var noted = ownership.created(target, object, Writer.of("kube-apiserver", ""));
        var metadata = noted.map("metadata").with("uid", ids.uuid());
        var complete = noted.with("metadata", metadata.with("creationTimestamp", Times.seconds(clock.now())));
        try {
            store.commit(
                    Write.put(resource.bucket(), address, resource.storage().toStorage(complete), Expect.ABSENT));
            return true;
        } catch (StoreException.Conflict e) {
            return false;
        }
    }

    private static JsonMap parent(JsonMap service) {
        var metadata = service.map("metadata");
        return JsonMap.of(
                "resource", "services", "namespace", metadata.string("namespace"), "name", metadata.string("name"));
    }

    /** How many addresses of a range are taken. */
    int count(AddressRange range) {
        int count = 0;
        for (var entry : store.latest().range(resource.bucket())) {
            count += range.indexOf(entry.key()) >= 0 ? 1 : 0;
        }
        return count;
    }

    /** Gives an address back that the service has. */
    void release(String address, JsonMap service) {
        var entry = store.latest().get(resource.bucket(), address);
        if (entry != null && entry.value().map("spec").map("parentRef").equals(parent(service))) {
            drop(address, entry.modRevision());
        }
    }

    private void drop(String address, long revision) {
        try {
            store.commit(Write.delete(resource.bucket(), address, Expect.revision(revision)));
        } catch (StoreException.Conflict e) {
            // Somebody has changed it since: then it is theirs.
        }
    }

    /** Mends what a crash between two writes has left: services without their address, addresses without a service. */
    void repair() {
        var services = store.latest().range("services");
        for (var entry : services) {
            for (var address : ServiceAllocator.clusterIps(entry.value())) {
                if (!isTaken(address)) {
                    take(address, entry.value());
                }
            }
        }
        for (var entry : store.latest().range(resource.bucket())) {
            boolean ours = entry.value()
                    .map("metadata")
                    .map("labels")
                    .string(MANAGED_BY)
                    .equals(ALLOCATOR);
            var parent = entry.value().map("spec").map("parentRef");
            if (ours && !isComing(entry.value()) && !isUsed(entry.key(), parent)) {
                drop(entry.key(), entry.modRevision());
            }
        }
    }

    /** Another server writes the address first, and the service a moment later. */
    private boolean isComing(JsonMap address) {
        var created = address.map("metadata").string("creationTimestamp");
        return store.isShared()
                && !created.isEmpty()
                && Times.parse(created).isAfter(clock.now().minus(PATIENCE));
    }

    private boolean isUsed(String address, JsonMap parent) {
        var service = store.latest().get("services", Resource.key(parent.string("namespace"), parent.string("name")));
        List<String> addresses = service == null ? List.of() : ServiceAllocator.clusterIps(service.value());
        return addresses.contains(address);
    }
}
