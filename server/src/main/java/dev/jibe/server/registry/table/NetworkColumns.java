package dev.jibe.server.registry.table;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns of services and of what else is about traffic. */
final class NetworkColumns {

    private static final int SHOWN = 3;
    private static final List<String> DEFAULT_CLASS = List.of("ingressclass.kubernetes.io/is-default-class");

    private NetworkColumns() {}

    static ColumnList services(ColumnList list) {
        return list.name()
                .field("Type", "string", "spec.type", o -> o.map("spec").string("type"))
                .field(
                        "Cluster-IP",
                        "string",
                        "spec.clusterIP",
                        o -> Cells.or(o.map("spec").string("clusterIP"), Cells.NONE))
                .field("External-IP", "string", "spec.externalIPs", NetworkColumns::externalAddresses)
                .field(
                        "Port(s)",
                        "string",
                        "spec.ports",
                        o -> Cells.or(ports(o.map("spec").list("ports")), Cells.NONE))
                .age()
                .wideField(
                        "Selector",
                        "string",
                        "spec.selector",
                        o -> Cells.labels(o.map("spec").map("selector")));
    }

    private static String externalAddresses(JsonMap service) {
        var spec = service.map("spec");
        var external = spec.list("externalIPs").strings().toList();
        return switch (spec.string("type")) {
            case "ExternalName" -> spec.string("externalName");
            case "LoadBalancer" -> {
                var all = Stream.concat(balancers(service), external.stream()).collect(Collectors.joining(","));
                yield Cells.or(all, "<pending>");
            }
            default -> Cells.or(String.join(",", external), Cells.NONE);
        };
    }

    private static Stream<String> balancers(JsonMap object) {
        return object.map("status")
                .map("loadBalancer")
                .list("ingress")
                .maps()
                .map(i -> Cells.or(i.string("ip"), i.string("hostname")))
                .filter(address -> !address.isEmpty())
                .distinct()
                .sorted();
    }

    private static String ports(JsonList ports) {
        return ports.maps()
                .map(port -> port.number("port")
                        + (port.number("nodePort") > 0 ? ":" + port.number("nodePort") : "")
                        + "/"
                        + port.string("protocol"))
                .collect(Collectors.joining(","));
    }

    static ColumnList endpoints(ColumnList list) {
        return list.name()
                .field("Endpoints", "string", "subsets", NetworkColumns::endpointsOf)
                .age();
    }

    private static String endpointsOf(JsonMap endpoints) {
        var all = new ArrayList<String>();
        endpoints.list("subsets").maps().forEach(subset -> {
            var addresses =
                    subset.list("addresses").maps().map(a -> a.string("ip")).toList();
            if (subset.list("ports").isEmpty()) {
                all.addAll(addresses);
            }
            subset.list("ports")
                    .maps()
                    .forEach(port -> addresses.forEach(
                            ip -> all.add((ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port.number("port"))));
        });
        return endpoints.list("subsets").isEmpty() ? Cells.NONE : Cells.some(all, SHOWN, ",");
    }

    static ColumnList endpointSlices(ColumnList list) {
        return list.name()
                .field("AddressType", "string", "addressType", o -> o.string("addressType"))
                .field("Ports", "string", "ports", o -> Cells.or(Cells.some(slicePorts(o), SHOWN, ","), Cells.UNSET))
                .field("Endpoints", "string", "endpoints", o -> {
                    var addresses = o.list("endpoints")
                            .maps()
                            .flatMap(e -> e.list("addresses").strings())
                            .toList();
                    return Cells.or(Cells.some(addresses, SHOWN, ","), Cells.UNSET);
                })
                .age();
    }

    private static List<String> slicePorts(JsonMap slice) {
        return slice.list("ports")
                .maps()
                .map(port ->
                        port.has("port") ? Long.toString(port.number("port")) : Cells.orIfAbsent(port, "name", "*"))
                .toList();
    }

    static ColumnList ingresses(ColumnList list) {
        return list.name()
                .text(
                        "Class",
                        "string",
                        "The name of the IngressClass resource that should be used for additional configuration",
                        o -> Cells.orIfAbsent(o.map("spec"), "ingressClassName", Cells.NONE))
                .text(
                        "Hosts",
                        "string",
                        "Hosts that incoming requests are matched against before the ingress rule",
                        o -> hosts(o.map("spec").list("rules")))
                .text(
                        "Address",
                        "string",
                        "Address is a list containing ingress points for the load-balancer",
                        o -> balancers(o).collect(Collectors.joining(",")))
                .text(
                        "Ports",
                        "string",
                        "Ports of TLS configurations that open",
                        o -> o.map("spec").list("tls").isEmpty() ? "80" : "80, 443")
                .age();
    }

    /** What is left out is counted by rules, with and without a host, once there are more hosts than are shown. */
    private static String hosts(JsonList rules) {
        var shown = new ArrayList<String>();
        boolean more = false;
        for (var rule : rules.maps().toList()) {
            var host = rule.string("host");
            more |= shown.size() == SHOWN;
            if (shown.size() < SHOWN && !host.isEmpty()) {
                shown.add(host);
            }
        }
        var text = Cells.or(String.join(",", shown), "*");
        return more ? text + " + " + (rules.size() - SHOWN) + " more..." : text;
    }

    static ColumnList ingressClasses(ColumnList list) {
        return list.name(0, o -> Cells.classOf(o, DEFAULT_CLASS))
                .text(
                        "Controller",
                        "string",
                        "Controller that is responsible for handling this class",
                        o -> o.map("spec").string("controller"))
                .text("Parameters", "string", "A reference to a resource with additional parameters", o -> {
                    var parameters = o.map("spec").map("parameters");
                    return parameters.isEmpty()
                            ? Cells.NONE
                            : parameters.string("kind")
                                    + (parameters.has("apiGroup") ? "." + parameters.string("apiGroup") : "")
                                    + "/"
                                    + parameters.string("name");
                })
                .age();
    }

    static ColumnList networkPolicies(ColumnList list) {
        return list.name()
                .field(
                        "Pod-Selector",
                        "string",
                        "spec.podSelector",
                        o -> Cells.selectorText(o.map("spec").map("podSelector")))
                .age();
    }

    static ColumnList addresses(ColumnList list) {
        return list.name()
                .field("ParentRef", "string", "spec.parentRef", o -> {
                    var parent = o.map("spec").map("parentRef");
                    var group = parent.string("group");
                    var namespace = parent.string("namespace");
                    return (parent.string("resource") + (group.isEmpty() ? "" : "." + group)).toLowerCase(Locale.ROOT)
                            + (namespace.isEmpty() ? "" : "/" + namespace)
                            + "/"
                            + parent.string("name");
                })
                .undeclaredAge();
    }

    static ColumnList ranges(ColumnList list) {
        return list.name()
                .field(
                        "CIDRs",
                        "string",
                        "spec.cidrs",
                        o -> Cells.joined(o.map("spec").list("cidrs")))
                .age();
    }
}
