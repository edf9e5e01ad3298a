package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSyntax;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who may talk to whom, and what addresses there are.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/services-networking/">Services, Load Balancing, and
 * Networking</a>.
 */
final class NetworkRules {

    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final int MAX_ENDPOINTS = 1000;
    private static final int MAX_ADDRESSES = 100;
    private static final int MAX_PORTS = 20_000;
    private static final int MAX_ZONES = 8;

    private NetworkRules() {}

    static void endpoints(Place object) {
        object.each("subsets", subset -> {
            if (subset.list("addresses").isEmpty()
                    && subset.list("notReadyAddresses").isEmpty()) {
                subset.required("", "must specify `addresses` or `notReadyAddresses`");
            }
            subset.each("addresses", NetworkRules::endpoint);
            subset.each("notReadyAddresses", NetworkRules::endpoint);
            boolean several = subset.list("ports").size() > 1;
            subset.each("ports", port -> {
                if (several && port.text("name").isEmpty()) {
                    port.required("name");
                } else {
                    port.namedIfSet("name", Naming.LABEL);
                }
                port.port("port", port.number("port"));
                port.oneOfNeeded("protocol", PROTOCOLS);
                appProtocol(port);
            });
        });
    }

    private static void appProtocol(Place port) {
        if (port.has("appProtocol")) {
            port.invalid("appProtocol", port.text("appProtocol"), Formats.qualifiedName(port.text("appProtocol")));
        }
    }

    private static void endpoint(Place address) {
        var ip = address.text("ip");
        address.invalid("ip", ip, Addresses.wrongLegacy(ip));
        address.namedIfSet("hostname", Naming.LABEL);
        if (address.has("nodeName")) {
            address.named("nodeName", Naming.SUBDOMAIN);
        }
        Addresses.unreachable(address, "ip", ip, true);
    }

    static void endpointSlice(Place slice) {
        slice.oneOfNeeded("addressType", List.of("FQDN", "IPv4", "IPv6"));
        var type = slice.text("addressType");
        int ports = slice.list("ports").size();
        if (ports > MAX_PORTS) {
            slice.tooMany("ports", ports, MAX_PORTS);
        } else {
            slicePorts(slice);
        }
        int count = slice.list("endpoints").size();
        if (count > MAX_ENDPOINTS) {
            slice.tooMany("endpoints", count, MAX_ENDPOINTS);
        } else {
            slice.each("endpoints", endpoint -> sliceEndpoint(endpoint, type));
        }
    }

    private static void slicePorts(Place slice) {
        Set<String> names = new HashSet<>(0);
        slice.each("ports", port -> {
            port.namedIfSet("name", Naming.LABEL);
            if (!names.add(port.text("name"))) {
                port.duplicate("name", port.text("name"));
            }
            port.oneOfNeeded("protocol", PROTOCOLS);
            appProtocol(port);
        });
    }

    private static void sliceEndpoint(Place endpoint, String type) {
        int count = endpoint.list("addresses").size();
        if (count == 0) {
            endpoint.required("addresses", "must contain at least 1 address");
        } else if (count > MAX_ADDRESSES) {
            endpoint.tooMany("addresses", count, MAX_ADDRESSES);
        }
        endpoint.eachText("addresses", (at, address) -> sliceAddress(endpoint, at, address, type));
        if (endpoint.has("nodeName")) {
            endpoint.named("nodeName", Naming.SUBDOMAIN);
        }
        if (endpoint.map("deprecatedTopology").size() > 16) {
            endpoint.tooMany(
                    "deprecatedTopology", endpoint.map("deprecatedTopology").size(), 16);
        }
        if (endpoint.has("hostname")) {
            endpoint.named("hostname", Naming.LABEL);
        }
        for (var key : List.of("forZones", "forNodes")) {
            var hints = endpoint.in("hints");
            if (hints.list(key).size() > MAX_ZONES) {
                hints.tooMany(key, hints.list(key).size(), MAX_ZONES);
                continue;
            }
            Set<String> names = new HashSet<>(0);
            hints.each(key, hint -> {
                if (!names.add(hint.text("name"))) {
                    hint.duplicate("name", hint.text("name"));
                }
                hint.invalid(
                        "name",
                        hint.text("name"),
                        key.equals("forZones")
                                ? LabelSyntax.wrongValues(hint.text("name"))
                                : Naming.SUBDOMAIN.wrong(hint.text("name"), false));
            });
        }
    }

    private static void sliceAddress(Place endpoint, String at, String address, String type) {
        if (type.equals("FQDN")) {
            var name = address.endsWith(".") ? address.substring(0, address.length() - 1) : address;
            if (name.isEmpty()) {
                endpoint.required(at);
                return;
            }
            endpoint.invalid(at, name, Formats.fullyQualified(name));
        } else if (type.equals("IPv4") || type.equals("IPv6")) {
            var wrong = type.equals("IPv6") && Addresses.isV6(address)
                    ? Addresses.wrongCanonical(address)
                    : Addresses.wrongLegacy(address);
            endpoint.invalid(at, address, wrong);
            if (!wrong.isEmpty()) {
                return;
            }
            boolean fits = type.equals("IPv4") ? Addresses.isV4(address) : Addresses.isV6(address);
            if (!fits) {
                // Said of the list, not of the place in it.
                endpoint.invalid("addresses", address, "must be an " + type + " address");
            }
            Addresses.unreachable(endpoint, at, address, true);
        }
    }

    static void networkPolicy(Place policy) {
        var spec = policy.in("spec");
        SelectorRules.labels(spec, "podSelector");
        for (var direction : List.of("ingress", "egress")) {
            spec.each(direction, rule -> {
                rule.each("ports", NetworkRules::policyPort);
                rule.each(direction.equals("ingress") ? "from" : "to", NetworkRules::peer);
            });
        }
        if (spec.list("policyTypes").size() > 2) {
            spec.invalid("policyTypes", spec.get("policyTypes"), "may not specify more than two policyTypes");
            return;
        }
        spec.eachText("policyTypes", (at, type) -> {
            if (!List.of("Ingress", "Egress").contains(type)) {
                spec.unsupported(at, type, List.of("Ingress", "Egress"));
            }
        });
    }

    private static void policyPort(Place port) {
        port.oneOfIfSet("protocol", List.of("TCP", "UDP", "SCTP"));
        long end = port.number("endPort");
        switch (port.get("port")) {
            case Long number -> {
                port.port("port", number);
                if (port.has("endPort") && end < number) {
                    port.invalid("endPort", number, "must be greater than or equal to `port`");
                }
            }
            case String name -> {
                if (port.has("endPort")) {
                    port.invalid("endPort", end, "may not be specified when `port` is non-numeric");
                }
                port.invalid("port", name, Formats.portName(name));
            }
            case null, default -> {
                if (port.has("endPort")) {
                    port.invalid("endPort", end, "may not be specified when `port` is not specified");
                }
            }
        }
        if (port.has("endPort")) {
            port.port("endPort", end);
        }
    }

    private static void peer(Place peer) {
        int count = 0;
        for (var key : List.of("podSelector", "namespaceSelector")) {
            count += peer.has(key) ? 1 : 0;
            SelectorRules.labels(peer, key);
        }
        if (peer.has("ipBlock")) {
            count++;
            block(peer.in("ipBlock"));
        }
        if (count == 0) {
            peer.required("", "must specify a peer");
        } else if (count > 1 && peer.has("ipBlock")) {
            peer.forbidden("", "may not specify both ipBlock and another peer");
        }
    }

    private static void block(Place block) {
        if (!block.need("cidr")) {
            return;
        }
        block.invalid("cidr", block.text("cidr"), Addresses.wrongLegacyRange(block, block.text("cidr")));
        var range = Addresses.Range.parse(block.text("cidr"));
        if (range == null) {
            return;
        }
        block.eachText("except", (at, text) -> {
            block.invalid(at, text, Addresses.wrongLegacyRange(block, text));
            var inner = Addresses.Range.parse(text);
            if (inner == null) {
                return;
            }
            if (!range.contains(inner.address()) || range.bits() >= inner.bits()) {
                block.invalid(at, text, "must be a strict subset of `cidr`");
            }
        });
    }

    static void ipAddress(Place object) {
        var spec = object.in("spec");
        if (!spec.has("parentRef")) {
            spec.required("parentRef");
            return;
        }
        var parent = spec.in("parentRef");
        parent.namedIfSet("group", Naming.SUBDOMAIN);
        parent.namedNeeded("resource", Naming.PATH_SEGMENT);
        parent.namedNeeded("name", Naming.PATH_SEGMENT);
        parent.namedIfSet("namespace", Naming.PATH_SEGMENT);
    }

    static void sameParent(Place object, JsonMap old) {
        var spec = object.in("spec");
        var now = spec.map("parentRef");
        if (!now.equals(old.map("spec").map("parentRef"))) {
            spec.invalid(
                    "parentRef",
                    spec.has("parentRef") ? GoStructs.text("ParentReference", now) : null,
                    "field is immutable");
        }
    }

    static void serviceRange(Place object) {
        var spec = object.in("spec");
        var ranges = spec.list("cidrs");
        if (ranges.isEmpty()) {
            spec.required("cidrs", "at least one CIDR required");
            return;
        }
        if (ranges.size() > 2) {
            spec.invalid("cidrs", GoStructs.text("ServiceRange", spec.map()), "may only hold up to 2 values");
            return;
        }
        spec.eachText("cidrs", (at, range) -> spec.invalid(at, range, Addresses.wrongRange(range)));
        long four = ranges.strings().filter(range -> !range.contains(":")).count();
        boolean readable = ranges.strings().allMatch(range -> Addresses.Range.parse(range) != null);
        if (ranges.size() == 2 && four != 1 && readable) {
            spec.invalid(
                    "cidrs",
                    ranges,
                    "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64");
        }
    }

    static void sameRanges(Place object, JsonMap old) {
        var spec = object.in("spec");
        var now = spec.list("cidrs");
        var then = old.map("spec").list("cidrs");
        boolean added = then.size() == 1 && now.size() == 2;
        if (now.size() != then.size() && !added) {
            spec.invalid("cidrs", spec.get("cidrs"), "field is immutable");
            return;
        }
        for (int i = 0; i < then.size(); i++) {
            if (!now.get(i).equals(then.get(i))) {
                spec.invalid("cidrs[" + i + "]", now.get(i), "field is immutable");
            }
        }
        if (added) {
            serviceRange(object);
        }
    }
}
