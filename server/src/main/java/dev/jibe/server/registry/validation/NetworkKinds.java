package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.META;
import static dev.jibe.server.registry.validation.Kind.META_UPDATE;
import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Kind.steps;
import static dev.jibe.server.registry.validation.Naming.SUBDOMAIN;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Map;

/** Services, endpoints, ingress, network policies, addresses. */
final class NetworkKinds {

    private static final Naming IP_ADDRESS = (name, prefix) -> prefix ? List.of() : Addresses.wrongCanonical(name);

    static final Map<String, Kind> KINDS = Map.of(
            "services",
            new Kind(
                            Naming.LABEL,
                            steps(META, rule(ServiceRules::service)),
                            steps(META_UPDATE, ServiceRules::same, rule(ServiceRules::service)))
                    .withStatus(META_UPDATE, rule(ServiceRules::status)),
            "endpoints",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(NetworkRules::endpoints)),
                    steps(META_UPDATE, META, rule(NetworkRules::endpoints))),
            "endpointslices.discovery.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(NetworkRules::endpointSlice)),
                    steps(META, rule(NetworkRules::endpointSlice), NetworkKinds::sameAddressType)),
            "ingresses.networking.k8s.io",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(IngressRules::ingress), rule(IngressRules::oneClass)),
                            steps(META_UPDATE, META, rule(IngressRules::ingress)))
                    .withStatus(META_UPDATE, rule(IngressRules::status)),
            "ingressclasses.networking.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(IngressRules::ingressClass)),
                    steps(META_UPDATE, IngressRules::sameClass, META, rule(IngressRules::ingressClass))),
            "networkpolicies.networking.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(NetworkRules::networkPolicy)),
                    steps(META_UPDATE, rule(NetworkRules::networkPolicy))),
            "ipaddresses.networking.k8s.io",
            new Kind(
                    IP_ADDRESS,
                    steps(META, rule(NetworkRules::ipAddress)),
                    steps(META_UPDATE, rule(NetworkRules::ipAddress), NetworkRules::sameParent)),
            "servicecidrs.networking.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(NetworkRules::serviceRange)),
                    steps(META_UPDATE, NetworkRules::sameRanges)));

    private NetworkKinds() {}

    private static void sameAddressType(Place slice, JsonMap old) {
        slice.immutable("addressType", old);
    }
}
