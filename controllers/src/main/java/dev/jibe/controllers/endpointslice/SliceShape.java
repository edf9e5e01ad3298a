package dev.jibe.controllers.endpointslice;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.services.Backends;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.discovery.v1.Endpoint;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.meta.v1.ObjectMeta;
import dev.jibe.object.api.v1.Service;
import java.util.List;
import java.util.Set;

/** What all slices of a Service look like, whatever is in them: labels, owner, name. */
final class SliceShape {
    static final String SERVICE = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String MANAGER = "endpointslice-controller.k8s.io";

    private static final String HEADLESS = "service.kubernetes.io/headless";

    /** Labels that are the controller's to give; the Service's own of these names are not copied. */
    private static final Set<String> RESERVED = Set.of(SERVICE, MANAGED_BY, HEADLESS);

    private final Service service;

    SliceShape(Service service) {
        this.service = service;
    }

    EndpointSlice create(Group group, List<Endpoint> endpoints) {
        var metadata = ObjectMeta.EMPTY.withGenerateName(service.name() + "-").withNamespace(service.namespace());
        var slice = EndpointSlice.EMPTY
                .withApiVersion(EndpointSlice.KIND.apiVersion())
                .withKind(EndpointSlice.KIND.kind())
                .withAddressType(group.addressType())
                .withMetadata(metadata);
        return with(slice, group, endpoints);
    }

    /** The slice with these endpoints, and everything else about it as it should be. */
    EndpointSlice with(EndpointSlice slice, Group group, List<Endpoint> endpoints) {
        var metadata = slice.metadata()
                .withLabelsTree(labels())
                .withOwnerReferences(List.of(Owners.controllerReference(Service.KIND, service)));
        var result = slice.withMetadata(metadata).withEndpoints(List.copyOf(endpoints));
        return group.ports().isEmpty() ? result.withoutPorts() : result.withPorts(group.toPorts());
    }

    private JsonMap labels() {
        var labels = new JsonMap[] {JsonMap.EMPTY};
        service.metadata().labelsTree().forEach((key, value) -> {
            if (!RESERVED.contains(key)) {
                labels[0] = labels[0].with(key, value);
            }
        });
        var result = labels[0].with(SERVICE, service.name()).with(MANAGED_BY, MANAGER);
        return Backends.isHeadless(service) ? result.with(HEADLESS, "") : result;
    }
}
