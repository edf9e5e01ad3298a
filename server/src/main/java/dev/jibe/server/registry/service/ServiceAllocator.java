package dev.jibe.server.registry.service;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.registry.Allocator;
import dev.jibe.server.registry.validation.Validation;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.server.request.FieldError;
import dev.jibe.store.Entry;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Hands out cluster addresses and node ports.
 *
 * <p>Nobody waits for another's address to become durable: whoever writes its object first has it. Ports are handed out in
 * memory, under the lock of their pool.
 *
 * <p>Addresses are taken by the objects of an {@link AddressBook}; ports are read from the services themselves when the
 * server starts. See <a href="https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/">Service
 * ClusterIP allocation</a>.
 */
public final class ServiceAllocator implements Allocator {

    private static final Named SERVICE = new Named("", "Service");

    /** The lower part of the range is left for addresses that people choose: upstream's bounds. */
    private static final int MIN_STATIC = 16;

    private static final int MAX_STATIC = 256;

    /** What a trial is shown instead of a port: upstream's. */
    private static final int TRIAL_PORT = 32_769;

    private final AddressRanges ranges;
    private final RandomGenerator random;
    private final AddressBook addresses;
    private final PortPool ports;

    public ServiceAllocator(AddressRanges ranges, AddressBook addresses, Store<JsonMap> store, RandomGenerator random) {
        this.ranges = ranges;
        this.random = random;
        this.addresses = addresses;
        this.ports = new PortPool(random);
        addresses.repair();
        for (Entry<JsonMap> entry : store.latest().range("services")) {
            nodePorts(entry.value()).forEach(ports::add);
        }
    }

    /** Has the addresses and ports that are taken and free shown among the metrics, by upstream's names. */
    public void register(Metrics metrics) {
        var cidr = List.of("cidr");
        var prefix = "kube_apiserver_clusterip_allocator_";
        metrics.gauges(
                prefix + "allocated_ips",
                "[ALPHA] Gauge measuring the number of allocated IPs for Services",
                cidr,
                reading -> ranges.all().forEach(range -> reading.is(addresses.count(range), range.toString())));
        metrics.gauges(
                prefix + "available_ips",
                "[ALPHA] Gauge measuring the number of available IPs for Services",
                cidr,
                reading -> ranges.all()
                        .forEach(range -> reading.is(range.usable() - addresses.count(range), range.toString())));
        metrics.gauge(
                "kube_apiserver_nodeport_allocator_allocated_ports",
                "[ALPHA] Gauge measuring the number of allocated NodePorts for Services",
                this::takenPorts);
        metrics.gauge(
                "kube_apiserver_nodeport_allocator_available_ports",
                "[ALPHA] Gauge measuring the number of available NodePorts for Services",
                () -> PortPool.COUNT - takenPorts());
    }

    private int takenPorts() {
        synchronized (ports) {
            return ports.count();
        }
    }

    static List<String> clusterIps(JsonMap service) {
        var spec = service.map("spec");
        var all = new ArrayList<>(spec.list("clusterIPs").strings().toList());
        if (all.isEmpty() && !spec.string("clusterIP").isEmpty()) {
            all.add(spec.string("clusterIP"));
        }
        all.remove("None");
        return all;
    }

    /** All ports of the node that a service has, with that of its health check. */
    private static Set<Integer> nodePorts(JsonMap service) {
        var all = new HashSet<Integer>();
        var spec = service.map("spec");
        spec.list("ports").maps().forEach(port -> all.add((int) port.number("nodePort")));
        all.add((int) spec.number("healthCheckNodePort"));
        all.remove(0);
        return all;
    }

    @Override
    public JsonMap allocate(JsonMap service, JsonMap old, boolean trial) {
        var spec = ServiceFamilies.begun(service.map("spec"), old.map("spec"));
        if (spec.string("type").equals("ExternalName")) {
            return service.with("spec", normalized(spec, old));
        }
        var errors = new ArrayList<>(Validation.checkServiceAddresses(normalized(spec, old)));
        if (errors.isEmpty() && !ServiceFamilies.isSettled(spec, old.map("spec"))) {
            errors.addAll(ServiceFamilies.wrong(normalized(spec, old), old.map("spec")));
        }
        if (!errors.isEmpty()) {
            throw ApiException.invalid(SERVICE, name(service), errors);
        }
        var addressed = withAddress(service, normalized(spec, old), old, trial);
        var taken = new ArrayList<Integer>();
        try {
            synchronized (ports) {
                return service.with("spec", withPorts(service, addressed, old, trial, taken));
            }
        } catch (ApiException e) {
            if (!trial) {
                synchronized (ports) {
                    taken.forEach(ports::release);
                }
                var before = clusterIps(old);
                addressed
                        .list("clusterIPs")
                        .strings()
                        .filter(ip -> !before.contains(ip))
                        .forEach(ip -> addresses.release(ip, service));
            }
            throw e;
        }
    }

    private static String name(JsonMap service) {
        return service.map("metadata").string("name");
    }

    /** The one address and the list of all say the same, whichever of them a client knows. */
    private static JsonMap normalized(JsonMap spec, JsonMap old) {
        var one = spec.string("clusterIP");
        var all = spec.list("clusterIPs");
        var before = old.map("spec");
        if (old.isEmpty()) {
            return !one.isEmpty() && all.isEmpty() ? spec.with("clusterIPs", JsonList.of(one)) : spec;
        }
        if (!one.isEmpty() && all.isEmpty()) {
            return spec.with("clusterIPs", JsonList.of(one));
        }
        if (before.string("clusterIP").equals(one) || !all.equals(before.list("clusterIPs"))) {
            return spec;
        }
        return one.isEmpty() ? spec.without("clusterIPs") : spec.with("clusterIPs", JsonList.of(one));
    }

    private JsonMap withAddress(JsonMap service, JsonMap spec, JsonMap old, boolean trial) {
        var before = old.map("spec").string("clusterIP");
        var wanted = spec.string("clusterIP");
        if (wanted.isEmpty()) {
            wanted = trial ? ranges.first().address(0) : freeAddress(service);
        } else if (!wanted.equals("None") && before.isEmpty()) {
            take(service, wanted, trial);
        }
        return ServiceFamilies.filled(spec.with("clusterIP", wanted).with("clusterIPs", JsonList.of(wanted)));
    }

    /** Upstream notices that a service has no name when the object that takes its address would be called after it. */
    private static String nobodys(String address) {
        return "IPAddress.networking.k8s.io \"" + address + "\" is invalid: spec.parentRef.name: Required value";
    }

    private void take(JsonMap service, String wanted, boolean trial) {
        var range = ranges.around(wanted);
        int index = range == null ? -1 : range.indexOf(wanted);
        var why = "";
        if (range == null) {
            why = "the provided IP (" + wanted + ") is not in the valid range. The range of valid IPs is "
                    + ranges.first();
        } else if (index == 0 || index == range.size() - 1) {
            why = "the provided network does not match the current range";
        } else if (!trial && name(service).isEmpty()) {
            why = nobodys(wanted);
        } else if (trial ? addresses.isTaken(wanted) : !addresses.take(wanted, service)) {
            why = "provided IP is already allocated";
        }
        if (!why.isEmpty()) {
            throw invalid(
                    service, "spec.clusterIPs", JsonList.of(wanted), "failed to allocate IP " + wanted + ": " + why);
        }
    }

    private String freeAddress(JsonMap service) {
        for (var range : ranges.all()) {
            int reserved = Math.min(Math.max(MIN_STATIC, range.size() / MIN_STATIC), MAX_STATIC);
            for (int[] part : new int[][] {{reserved, range.size() - 1}, {2, reserved}}) {
                int length = part[1] - part[0];
                int start = length > 0 ? random.nextInt(length) : 0;
                for (int i = 0; i < length; i++) {
                    var address = range.address(part[0] + (start + i) % length);
                    if (addresses.isTaken(address)) {
                        continue;
                    }
                    if (name(service).isEmpty()) {
                        throw invalid(
                                service,
                                "spec.clusterIPs",
                                JsonList.of(""),
                                "failed to allocate IP: " + nobodys(address));
                    }
                    if (addresses.take(address, service)) {
                        return address;
                    }
                }
            }
        }
        throw ApiException.internal("failed to allocate a serviceIP: range is full");
    }

    private JsonMap withPorts(JsonMap service, JsonMap spec, JsonMap old, boolean trial, List<Integer> taken) {
        var type = spec.string("type");
        boolean balanced = type.equals("LoadBalancer");
        boolean wants = type.equals("NodePort")
                || balanced
                        && (!spec.has("allocateLoadBalancerNodePorts") || spec.bool("allocateLoadBalancerNodePorts"));
        var result = spec;
        if (wants || balanced) {
            result = result.with("ports", withPorts(service, spec.list("ports"), old, wants, trial, taken));
        }
        boolean checked = balanced && spec.string("externalTrafficPolicy").equals("Local");
        int before = (int) old.map("spec").number("healthCheckNodePort");
        int asked = (int) spec.number("healthCheckNodePort");
        if (checked && (asked == 0 || asked != before)) {
            result = result.with("healthCheckNodePort", (long) healthCheckPort(asked, before, trial, taken));
        }
        return result;
    }

    private JsonList withPorts(
            JsonMap service, JsonList given, JsonMap old, boolean wants, boolean trial, List<Integer> taken) {
        var kept = nodePorts(old);
        boolean isNew = old.isEmpty();
        var result = JsonList.EMPTY;
        var pairs = new HashSet<String>();
        // A new service has one node port for a port, whatever the protocols.
        var byPort = new HashMap<Long, Integer>();
        int shown = TRIAL_PORT;
        for (int i = 0; i < given.size(); i++) {
            var port = given.map(i);
            int asked = (int) port.number("nodePort");
            if (isNew && asked == 0 && wants) {
                asked = byPort.getOrDefault(port.number("port"), requested(given, port.number("port")));
                port = asked == 0 ? port : port.with("nodePort", (long) asked);
            }
            if (asked == 0 && wants) {
                int free = trial ? shown++ : ports.take();
                if (free == 0) {
                    throw ApiException.internal("failed to allocate a nodePort: range is full");
                }
                port = port.with("nodePort", (long) free);
                taken.add(free);
            } else if (asked != 0) {
                if (!trial && !pairs.add(port.string("protocol") + " " + asked) && !isNew) {
                    throw ApiException.unsorted("duplicate nodePort: {" + port.string("protocol") + " " + asked + "}");
                }
                // The same number may serve several protocols.
                boolean has = isNew
                        ? byPort.getOrDefault(port.number("port"), 0) == asked
                        : kept.contains(asked) || taken.contains(asked);
                if (!has) {
                    var why = trial ? ports.taken(asked) : ports.take(asked);
                    if (!why.isEmpty()) {
                        throw invalid(service, "spec.ports[" + i + "].nodePort", (long) asked, why);
                    }
                    taken.add(asked);
                }
            }
            if (port.number("nodePort") != 0) {
                byPort.putIfAbsent(port.number("port"), (int) port.number("nodePort"));
            }
            result = result.with(port);
        }
        return result;
    }

    /** The node port that is asked for somewhere in the list for a port; 0 if none is. */
    private static int requested(JsonList ports, long number) {
        return ports.maps()
                .filter(port -> port.number("port") == number && port.number("nodePort") != 0)
                .findFirst()
                .map(port -> (int) port.number("nodePort"))
                .orElse(0);
    }

    private int healthCheckPort(int asked, int before, boolean trial, List<Integer> taken) {
        if (asked == 0 && before != 0) {
            return before;
        }
        if (trial) {
            return asked == 0 ? TRIAL_PORT : asked;
        }
        int port = asked == 0 ? ports.take() : asked;
        var why = asked == 0 ? "" : ports.take(asked);
        if (!why.isEmpty()) {
            throw ApiException.internal("failed to allocate requested HealthCheck NodePort " + asked + ": " + why);
        }
        taken.add(port);
        return port;
    }

    private static ApiException invalid(JsonMap service, String field, Object value, String detail) {
        return ApiException.invalid(SERVICE, name(service), List.of(FieldError.invalid(field, value, detail)));
    }

    @Override
    public void release(JsonMap gone, JsonMap kept) {
        var keptAddresses = clusterIps(kept);
        clusterIps(gone).stream().filter(ip -> !keptAddresses.contains(ip)).forEach(ip -> addresses.release(ip, gone));
        var keptPorts = nodePorts(kept);
        synchronized (ports) {
            nodePorts(gone).stream().filter(port -> !keptPorts.contains(port)).forEach(ports::release);
        }
    }
}
