package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.quota.PodTotals;
import java.util.ArrayList;
import java.util.List;

/**
 * What the containers of a pod need, as the API has it.
 *
 * @param podLevel requests of the pod as a whole
 */
record Demand(List<Need> containers, List<Need> inits, JsonMap podLevel, JsonMap overhead) {

    /** What a container without a request counts as when nodes are compared: upstream's figures. */
    private static final long DEFAULT_CPU_MILLIS = 100;

    private static final long DEFAULT_MEMORY_BYTES = 200L << 20;

    /** What one container needs. */
    record Need(String image, JsonMap requests, JsonList ports, boolean sidecar) {

        private Resources amounts(boolean neverNothing) {
            var amounts = Resources.of(requests);
            return neverNothing
                    ? new Resources(
                            requests.has("cpu") ? amounts.cpuMillis() : DEFAULT_CPU_MILLIS,
                            requests.has("memory") ? amounts.memoryBytes() : DEFAULT_MEMORY_BYTES,
                            amounts.ephemeralBytes(),
                            amounts.other())
                    : amounts;
        }
    }

    static Demand of(JsonMap spec, JsonMap status) {
        return new Demand(
                needs(spec.list("containers"), status, "containerStatuses"),
                needs(spec.list("initContainers"), status, "initContainerStatuses"),
                spec.map("resources").map("requests"),
                spec.map("overhead"));
    }

    private static List<Need> needs(JsonList containers, JsonMap status, String which) {
        if (containers.isEmpty()) {
            return List.of();
        }
        JsonList statuses = status.list(which);
        boolean keeps = !statuses.isEmpty() && PodTotals.isInfeasible(status);
        var needs = new ArrayList<Need>(containers.size());
        containers.maps().forEach(container -> {
            var asked = container.map("resources").map("requests");
            needs.add(new Need(
                    container.string("image"),
                    held(asked, container.string("name"), statuses, keeps),
                    container.list("ports"),
                    container.string("restartPolicy").equals("Always")));
        });
        return needs;
    }

    /**
     * While a pod is being resized it holds the larger of what it asks for and what it has.
     *
     * @param keeps it will never get what it asks for
     */
    private static JsonMap held(JsonMap asked, String name, JsonList statuses, boolean keeps) {
        for (var status : statuses.maps().toList()) {
            if (status.string("name").equals(name)) {
                boolean hasOwn = keeps && status.has("resources");
                var had = larger(hasOwn ? JsonMap.EMPTY : asked, status.map("allocatedResources"));
                return larger(had, status.map("resources").map("requests"));
            }
        }
        return asked;
    }

    private static JsonMap larger(JsonMap one, JsonMap other) {
        if (other.isEmpty() || other.equals(one)) {
            return one;
        }
        var larger = one;
        for (var entry : other.strings().entrySet()) {
            var known = larger.string(entry.getKey());
            if (known.isEmpty() || Quantity.parse(known).compareTo(Quantity.parse(entry.getValue())) < 0) {
                larger = larger.with(entry.getKey(), entry.getValue());
            }
        }
        return larger;
    }

    /**
     * Containers run together; init containers run one after the other before them, beside the sidecars started so far.
     *
     * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers">
     * resource sharing</a>.
     */
    Resources requests(boolean neverNothing) {
        var running = Resources.NONE;
        for (var container : containers) {
            running = running.plus(container.amounts(neverNothing));
        }
        var sidecars = Resources.NONE;
        var starting = Resources.NONE;
        for (var init : inits) {
            if (init.sidecar()) {
                sidecars = sidecars.plus(init.amounts(neverNothing));
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(sidecars.plus(init.amounts(neverNothing)));
            }
        }
        var needed = running.plus(sidecars).max(starting);
        needed = podLevel.isEmpty() ? needed : overridden(needed);
        return overhead.isEmpty() ? needed : needed.plus(Resources.of(overhead));
    }

    private Resources overridden(Resources sum) {
        var given = Resources.of(podLevel);
        return new Resources(
                podLevel.has("cpu") ? given.cpuMillis() : sum.cpuMillis(),
                podLevel.has("memory") ? given.memoryBytes() : sum.memoryBytes(),
                sum.ephemeralBytes(),
                sum.other());
    }

    List<HostPort> hostPorts() {
        var ports = new ArrayList<HostPort>();
        for (var container : containers) {
            addPorts(container, ports);
        }
        for (var init : inits) {
            if (init.sidecar()) {
                addPorts(init, ports);
            }
        }
        return List.copyOf(ports);
    }

    private static void addPorts(Need container, List<HostPort> ports) {
        container.ports().maps().filter(p -> p.number("hostPort") > 0).forEach(p -> ports.add(HostPort.of(p)));
    }

    List<String> images() {
        var images = new ArrayList<String>();
        inits.forEach(init -> images.add(init.image()));
        containers.forEach(container -> images.add(container.image()));
        return List.copyOf(images);
    }
}
