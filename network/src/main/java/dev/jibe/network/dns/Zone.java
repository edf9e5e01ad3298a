package dev.jibe.network.dns;

import dev.jibe.network.dns.Answer.Address;
import dev.jibe.network.dns.Answer.Alias;
import dev.jibe.network.dns.Answer.Entry;
import dev.jibe.network.dns.Answer.Found;
import dev.jibe.network.dns.Answer.NoSuchName;
import dev.jibe.network.dns.Answer.NotOurs;
import dev.jibe.network.dns.Answer.Pointer;
import dev.jibe.network.dns.Answer.ServiceLocation;
import dev.jibe.network.dns.Answer.Text;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The names of a cluster's services and pods.
 *
 * <p>Follows the <a href="https://github.com/kubernetes/dns/blob/master/docs/specification.md">Kubernetes DNS-Based Service
 * Discovery</a> specification, version 1.1.0.
 */
final class Zone {

    private static final String REVERSE = ".in-addr.arpa";
    private static final String SCHEMA_VERSION = "1.1.0";

    /** The types of records that are answered. */
    enum Type {
        A,
        AAAA,
        SRV,
        PTR,
        TXT,
        CNAME,
        ANY,
        OTHER
    }

    private final String domain;
    private final ClusterNames names;

    /** A zone such as {@code cluster.local}. */
    Zone(String domain, ClusterNames names) {
        this.domain = domain;
        this.names = names;
    }

    Answer answer(String asked, Type type) {
        var name = asked.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        if (name.endsWith(REVERSE)) {
            return reverse(name);
        }
        if (!name.equals(domain) && !name.endsWith("." + domain)) {
            return new NotOurs();
        }
        if (name.equals(domain)) {
            return new Found(List.of());
        }
        var labels = Arrays.asList(
                name.substring(0, name.length() - domain.length() - 1).split("\\.", -1));
        return switch (labels.getLast()) {
            case "svc" -> service(name, labels.subList(0, labels.size() - 1), type);
            case "pod" -> pod(name, labels.subList(0, labels.size() - 1), type);
            case "dns-version" -> new Found(type == Type.TXT ? List.of(new Text(name, SCHEMA_VERSION)) : List.of());
            default -> new NoSuchName();
        };
    }

    private Answer service(String name, List<String> labels, Type type) {
        if (labels.isEmpty()) {
            return new Found(List.of());
        }
        var namespace = labels.getLast();
        if (labels.size() == 1) {
            return names.hasNamespace(namespace) ? new Found(List.of()) : new NoSuchName();
        }
        var serviceName = labels.get(labels.size() - 2);
        var service = names.service(namespace, serviceName);
        if (service.isEmpty()) {
            return new NoSuchName();
        }
        var rest = labels.subList(0, labels.size() - 2);
        var spec = service.get().map("spec");
        if (spec.string("type").equals("ExternalName")) {
            return rest.isEmpty() ? new Found(List.of(new Alias(name, spec.string("externalName")))) : new NoSuchName();
        }
        boolean headless = spec.string("clusterIP").equals("None");
        return switch (rest.size()) {
            case 0 -> headless ? headless(name, namespace, serviceName, type) : clusterAddress(name, spec, type);
            case 1 -> headless ? endpoint(name, namespace, serviceName, rest.getFirst(), type) : new NoSuchName();
            case 2 -> ports(name, namespace, serviceName, spec, headless, rest);
            default -> new NoSuchName();
        };
    }

    private Answer clusterAddress(String name, JsonMap spec, Type type) {
        return switch (type) {
            case A, ANY -> new Found(List.of(new Address(name, spec.string("clusterIP"))));
            case SRV -> {
                var records = new ArrayList<Entry>();
                spec.list("ports")
                        .maps()
                        .forEach(port -> records.add(new ServiceLocation(name, (int) port.number("port"), name)));
                yield new Found(records);
            }
            default -> new Found(List.of());
        };
    }

    /** An endpoint by the name that its pod chose, or by its address. */
    private record Host(String label, String address, List<JsonMap> ports) {}

    private List<Host> hosts(String namespace, String service) {
        var publishAll = names.service(namespace, service)
                .map(s -> s.map("spec").bool("publishNotReadyAddresses"))
                .orElse(false);
        var hosts = new ArrayList<Host>();
        for (var slice : names.slices(namespace, service)) {
            if (!slice.string("addressType").equals("IPv4")) {
                continue;
            }
            var ports = slice.list("ports").maps().toList();
            for (var endpoint : slice.list("endpoints").maps().toList()) {
                var conditions = endpoint.map("conditions");
                if (!publishAll && conditions.has("ready") && !conditions.bool("ready")) {
                    continue;
                }
                endpoint.list("addresses")
                        .strings()
                        .forEach(address -> hosts.add(new Host(
                                endpoint.string("hostname").isEmpty()
                                        ? address.replace('.', '-')
                                        : endpoint.string("hostname"),
                                address,
                                ports)));
            }
        }
        return hosts;
    }

    private Answer headless(String name, String namespace, String service, Type type) {
        var hosts = hosts(namespace, service);
        if (hosts.isEmpty()) {
            return new NoSuchName();
        }
        var records = new ArrayList<Entry>();
        for (var host : hosts) {
            if (type == Type.A || type == Type.ANY) {
                records.add(new Address(name, host.address()));
            } else if (type == Type.SRV) {
                host.ports()
                        .forEach(port -> records.add(
                                new ServiceLocation(name, (int) port.number("port"), host.label() + "." + name)));
            }
        }
        return new Found(records.stream().distinct().toList());
    }

    private Answer endpoint(String name, String namespace, String service, String label, Type type) {
        var matching = hosts(namespace, service).stream()
                .filter(host -> host.label().equals(label))
                .toList();
        if (matching.isEmpty()) {
            return new NoSuchName();
        }
        return type == Type.A || type == Type.ANY
                ? new Found(matching.stream()
                        .<Entry>map(host -> new Address(name, host.address()))
                        .distinct()
                        .toList())
                : new Found(List.of());
    }

    /** {@code _port._protocol} of a service. */
    private Answer ports(
            String name, String namespace, String service, JsonMap spec, boolean headless, List<String> labels) {
        if (!labels.get(0).startsWith("_") || !labels.get(1).startsWith("_")) {
            return new NoSuchName();
        }
        var portName = labels.get(0).substring(1);
        var protocol = labels.get(1).substring(1);
        var target = service + "." + namespace + ".svc." + domain;
        var records = new ArrayList<Entry>();
        if (headless) {
            for (var host : hosts(namespace, service)) {
                host.ports().stream()
                        .filter(port -> isPort(port, portName, protocol))
                        .forEach(port -> records.add(
                                new ServiceLocation(name, (int) port.number("port"), host.label() + "." + target)));
            }
        } else {
            spec.list("ports")
                    .maps()
                    .filter(port -> isPort(port, portName, protocol))
                    .forEach(port -> records.add(new ServiceLocation(name, (int) port.number("port"), target)));
        }
        return records.isEmpty() ? new NoSuchName() : new Found(records);
    }

    private static boolean isPort(JsonMap port, String name, String protocol) {
        var own = port.string("protocol").isEmpty()
                ? "tcp"
                : port.string("protocol").toLowerCase(Locale.ROOT);
        return port.string("name").equals(name) && own.equals(protocol);
    }

    /** {@code 10-1-2-3.namespace.pod}: the address itself is in the name. */
    private Answer pod(String name, List<String> labels, Type type) {
        if (labels.size() != 2 || !names.hasNamespace(labels.get(1))) {
            return labels.size() == 1 && names.hasNamespace(labels.getFirst())
                    ? new Found(List.of())
                    : new NoSuchName();
        }
        var address = labels.getFirst().replace('-', '.');
        if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            return new NoSuchName();
        }
        return new Found(type == Type.A || type == Type.ANY ? List.of(new Address(name, address)) : List.of());
    }

    private Answer reverse(String name) {
        var parts = Arrays.asList(
                        name.substring(0, name.length() - REVERSE.length()).split("\\.", -1))
                .reversed();
        var services = names.servicesAt(String.join(".", parts));
        if (services.isEmpty()) {
            return new NotOurs();
        }
        var metadata = services.getFirst().map("metadata");
        return new Found(List.of(
                new Pointer(name, metadata.string("name") + "." + metadata.string("namespace") + ".svc." + domain)));
    }
}
