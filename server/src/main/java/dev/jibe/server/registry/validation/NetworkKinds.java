package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.META;
import static dev.jibe.server.registry.validation.Kind.META_UPDATE;
import static dev.jibe.server.registry.validation.Kind.of;
import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Naming.SUBDOMAIN;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Map;

/** Services, endpoints, ingress, network policies, addresses. */
final class NetworkKinds {

    private static final Naming IP_ADDRESS =
            (name, prefix) -> prefix ? List.of() : Addresses.wrongCanonical(name);

    static final Map<String, Kind> KINDS = Map.of(
            "services",
            new Kind(
                            Naming.LABEL,
                            of(META, rule(ServiceRules::service)),
                            of(META_UPDATE, ServiceRules::same, META, rule(ServiceRules::service)))
                    .withStatus(META_UPDATE, rule(ServiceRules::status)),
            "endpoints",
            new Kind(
                    SUBDOMAIN,
                    of(META, rule(NetworkRules::endpoints)),
                    of(META_UPDATE, rule(NetworkRules::endpoints))),
            "endpointslices.discovery.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    of(META, rule(NetworkRules::endpointSlice)),
                    of(META, rule(NetworkRules::endpointSlice), NetworkKinds::sameAddressType)),
            "ingresses.networking.k8s.io",
            new Kind(
                            SUBDOMAIN,
                            of(META, rule(IngressRules::ingress), rule(IngressRules::oneClass)),
                            of(META_UPDATE, rule(IngressRules::ingress)))
                    .withStatus(META_UPDATE, rule(IngressRules::status)),
            "ingressclasses.networking.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    of(META, rule(IngressRules::ingressClass)),
                    of(META_UPDATE, IngressRules::sameClass, META, rule(IngressRules::ingressClass))),
            "networkpolicies.networking.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    of(META, rule(NetworkRules::networkPolicy)),
                    of(META_UPDATE, rule(NetworkRules::networkPolicy))),
            "ipaddresses.networking.k8s.io",
            new Kind(
                    IP_ADDRESS,
                    of(META, rule(NetworkRules::ipAddress)),
                    of(META_UPDATE, NetworkRules::sameParent)),
            "servicecidrs.networking.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    of(META, rule(NetworkRules::serviceRange)),
                    of(META_UPDATE, NetworkRules::sameRanges)));

    private NetworkKinds() {}

    private static void sameAddressType(Place slice, JsonMap old) {
        slice.immutable("addressType", old);
    }
}
