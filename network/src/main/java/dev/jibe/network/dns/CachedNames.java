package dev.jibe.network.dns;

import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.api.v1.Service;
import java.util.List;
import java.util.Optional;

/** Names from the caches of the API. */
final class CachedNames implements ClusterNames {

    private static final String BY_SERVICE = "dns-service";
    private static final String BY_ADDRESS = "dns-address";

    private final Informer<Service> services;
    private final Informer<EndpointSlice> slices;
    private final Informer<Namespace> namespaces;

    CachedNames(Informers informers) {
        this.services = informers.of(Service.KIND);
        this.slices = informers.of(EndpointSlice.KIND);
        this.namespaces = informers.of(Namespace.KIND);
        slices.addIndex(
                BY_SERVICE,
                slice -> List.of(slice.namespace() + "/"
                        + slice.tree().map("metadata").map("labels").string("kubernetes.io/service-name")));
        services.addIndex(BY_ADDRESS, service -> service.spec().clusterIPs());
    }

    void start() throws InterruptedException {
        services.start();
        slices.start();
        namespaces.start();
        services.awaitSynced();
        slices.awaitSynced();
        namespaces.awaitSynced();
    }

    @Override
    public Optional<JsonMap> service(String namespace, String name) {
        return services.cache().get(namespace, name).map(Service::tree);
    }

    @Override
    public List<JsonMap> slices(String namespace, String service) {
        return slices.cache().byIndex(BY_SERVICE, namespace + "/" + service).stream()
                .map(EndpointSlice::tree)
                .toList();
    }

    @Override
    public List<JsonMap> servicesAt(String clusterIp) {
        return services.cache().byIndex(BY_ADDRESS, clusterIp).stream()
                .map(Service::tree)
                .toList();
    }

    @Override
    public boolean hasNamespace(String namespace) {
        return namespaces.cache().get("", namespace).isPresent();
    }
}
