package dev.jibe.server.registry.service;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Allocator;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.server.request.FieldError;
import dev.jibe.store.Entry;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Hands out cluster addresses and node ports.
 *
 * <p>What is taken is read from the services themselves when the server starts, so there is no second record of it that
 * could disagree. See <a href="https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/">Service
 * ClusterIP allocation</a>.
 */
public final class ServiceAllocator implements Allocator {

    private static final Named SERVICE = new Named("", "Service");
    private static final int FIRST_PORT = 30_000;
    private static final int PORTS = 2_768;

    /** The lower part of the range is left for addresses that people choose: upstream's bounds. */
    private static final int MIN_STATIC = 16;

    private static final int MAX_STATIC = 256;

    private final AddressRange range;
    private final RandomGenerator random;
    private final Set<String> addresses = new HashSet<>();
    private final Set<Integer> ports = new HashSet<>();

    public ServiceAllocator(AddressRange range, Store<JsonMap> store, RandomGenerator random) {
        this.range = range;
        this.random = random;
        for (Entry<JsonMap> entry : store.latest().range("services")) {
            addresses.addAll(clusterIps(entry.value()));
            ports.addAll(nodePorts(entry.value()));
        }
    }

    private static List<String> clusterIps(JsonMap service) {
        var spec = service.map("spec");
        var all = new ArrayList<>(spec.list("clusterIPs").strings().toList());
        if (all.isEmpty() && !spec.string("clusterIP").isEmpty()) {
            all.add(spec.string("clusterIP"));
        }
        all.remove("None");
        return all;
    }

    private static List<Integer> nodePorts(JsonMap service) {
        return service.map("spec")
                .list("ports")
                .maps()
                .map(p -> (int) p.number("nodePort"))
                .filter(p -> p > 0)
                .toList();
    }

    @Override
    public synchronized JsonMap allocate(JsonMap service, JsonMap old) {
        var spec = service.map("spec");
        if (spec.string("type").equals("ExternalName")) {
            return service.with("spec", spec.without("clusterIP").without("clusterIPs"));
        }
        var addressed = withAddress(service, spec, old);
        try {
            return service.with("spec", withPorts(service, addressed, old));
        } catch (ApiException e) {
            release(service.with("spec", addressed), old);
            throw e;
        }
    }

    private JsonMap withAddress(JsonMap service, JsonMap given, JsonMap old) {
        var before = old.map("spec").string("clusterIP");
        var spec = given.string("clusterIP").isEmpty() && !before.isEmpty() ? given.with("clusterIP", before) : given;
        var wanted = spec.string("clusterIP");
        if (wanted.isEmpty()) {
            wanted = freeAddress();
        } else if (!wanted.equals("None") && !wanted.equals(before)) {
            take(service, wanted);
        }
        var families = spec.list("ipFamilies").isEmpty() ? JsonList.of("IPv4") : spec.list("ipFamilies");
        var policy = spec.string("ipFamilyPolicy").isEmpty() ? "SingleStack" : spec.string("ipFamilyPolicy");
        return spec.with("clusterIP", wanted)
                .with("clusterIPs", JsonList.of(wanted))
                .with("ipFamilies", families)
                .with("ipFamilyPolicy", policy);
    }

    private void take(JsonMap service, String wanted) {
        if (range.indexOf(wanted) < 0) {
            throw invalid(
                    service,
                    "spec.clusterIPs",
                    JsonList.of(wanted),
                    "failed to allocate IP " + wanted + ": the provided IP (" + wanted
                            + ") is not in the valid range. The" + " range of valid IPs is " + range.address(0) + "/"
                            + (32 - Integer.numberOfTrailingZeros(range.size())));
        }
        if (!addresses.add(wanted)) {
            throw invalid(
                    service,
                    "spec.clusterIPs",
                    JsonList.of(wanted),
                    "failed to allocate IP " + wanted + ": provided IP is already allocated");
        }
    }

    private String freeAddress() {
        int reserved = Math.min(Math.max(MIN_STATIC, range.size() / MIN_STATIC), MAX_STATIC);
        for (int[] part : new int[][] {{reserved, range.size() - 1}, {2, reserved}}) {
            int length = part[1] - part[0];
            int start = length > 0 ? random.nextInt(length) : 0;
            for (int i = 0; i < length; i++) {
                var address = range.address(part[0] + (start + i) % length);
                if (addresses.add(address)) {
                    return address;
                }
            }
        }
        throw ApiException.internal("failed to allocate a serviceIP: range is full");
    }

    private JsonMap withPorts(JsonMap service, JsonMap spec, JsonMap old) {
        var type = spec.string("type");
        boolean wants = type.equals("NodePort")
                || (type.equals("LoadBalancer")
                        && (!spec.has("allocateLoadBalancerNodePorts") || spec.bool("allocateLoadBalancerNodePorts")));
        if (!wants) {
            boolean had = !nodePorts(old).isEmpty();
            return had ? spec.with("ports", spec.list("ports").map(p -> ((JsonMap) p).without("nodePort"))) : spec;
        }
        var kept = nodePorts(old);
        var taken = new ArrayList<Integer>();
        var result = JsonList.EMPTY;
        try {
            for (int i = 0; i < spec.list("ports").size(); i++) {
                var port = spec.list("ports").map(i);
                int asked = (int) port.number("nodePort");
                asked = asked > 0 ? asked : before(old, port);
                int given = asked == 0 ? freePort() : asked;
                if (asked > 0 && !kept.contains(asked) && !taken.contains(asked)) {
                    takePort(service, asked, i);
                }
                taken.add(given);
                result = result.with(port.with("nodePort", (long) given));
            }
            return spec.with("ports", result);
        } catch (ApiException e) {
            taken.stream().filter(p -> !kept.contains(p)).forEach(ports::remove);
            throw e;
        }
    }

    /** The node port that the same port had before. */
    private static int before(JsonMap old, JsonMap port) {
        return old.map("spec")
                .list("ports")
                .maps()
                .filter(p -> p.number("port") == port.number("port")
                        && p.string("protocol").equals(port.string("protocol")))
                .mapToInt(p -> (int) p.number("nodePort"))
                .findFirst()
                .orElse(0);
    }

    private void takePort(JsonMap service, int asked, int index) {
        if (asked < FIRST_PORT || asked >= FIRST_PORT + PORTS) {
            throw invalid(
                    service,
                    "spec.ports[" + index + "].nodePort",
                    (long) asked,
                    "provided port is not in the valid range. The range of valid ports is " + FIRST_PORT + "-"
                            + (FIRST_PORT + PORTS - 1));
        }
        if (!ports.add(asked)) {
            throw invalid(
                    service, "spec.ports[" + index + "].nodePort", (long) asked, "provided port is already allocated");
        }
    }

    private int freePort() {
        int start = random.nextInt(PORTS);
        for (int i = 0; i < PORTS; i++) {
            int port = FIRST_PORT + (start + i) % PORTS;
            if (ports.add(port)) {
                return port;
            }
        }
        throw ApiException.internal("failed to allocate a nodePort: range is full");
    }

    private static ApiException invalid(JsonMap service, String field, Object value, String detail) {
        return ApiException.invalid(
                SERVICE, service.map("metadata").string("name"), List.of(FieldError.invalid(field, value, detail)));
    }

    @Override
    public synchronized void release(JsonMap gone, JsonMap kept) {
        var keptAddresses = clusterIps(kept);
        clusterIps(gone).stream().filter(ip -> !keptAddresses.contains(ip)).forEach(addresses::remove);
        var keptPorts = nodePorts(kept);
        nodePorts(gone).stream().filter(port -> !keptPorts.contains(port)).forEach(ports::remove);
    }
}
