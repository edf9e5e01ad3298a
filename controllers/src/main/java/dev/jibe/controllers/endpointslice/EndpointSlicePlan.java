package dev.jibe.controllers.endpointslice;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import dev.jibe.controllers.endpointslice.Action.CreateSlice;
import dev.jibe.controllers.endpointslice.Action.DeleteSlice;
import dev.jibe.controllers.endpointslice.Action.UpdateSlice;
import dev.jibe.controllers.services.Backends;
import dev.jibe.object.api.discovery.v1.Endpoint;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the slices of one Service are to change, with as few writes as can be.
 *
 * <p>Endpoints stay in the slice they are in; new ones fill slices that are written anyway, then the fullest slice that
 * can take them all, and only then a slice of their own. Planning again on the result yields no action.
 *
 * @param hints by family of addresses, if zones are to get their part: why they do not
 * @param lost a pod that is left out because its node is not known
 */
record EndpointSlicePlan(List<Action> actions, Optional<Pod> lost, Map<String, Optional<String>> hints) {

    /** Most endpoints in a slice, upstream's default: a change of one must not send thousands to every node. */
    static final int MAX_ENDPOINTS = 100;

    EndpointSlicePlan {
        actions = List.copyOf(actions);
        hints = Map.copyOf(hints);
    }

    /**
     * The world as one Service sees it.
     *
     * @param pods pods of its namespace, selected or not
     * @param slices the slices that we manage for it
     * @param zones zone by node, empty for nodes that do not say theirs
     * @param cpus the parts of all CPUs by zone, if they are known
     */
    record Observed(
            Service service,
            List<Pod> pods,
            List<EndpointSlice> slices,
            Map<String, String> zones,
            Map<String, Double> cpus) {}

    static EndpointSlicePlan of(Observed observed) {
        var service = observed.service();
        if (!Backends.hasSelector(service) || service.isTerminating()) {
            return new EndpointSlicePlan(
                    List.of(), Optional.empty(), Map.of()); // whoever made the Service so makes its slices
        }
        var slices = observed.slices().stream()
                .filter(slice -> !slice.isTerminating())
                .sorted(comparing(EndpointSlice::name))
                .toList();
        var types = Group.addressTypes(service);
        var cpus = Group.sharesByZone(service) ? Optional.of(observed.cpus()) : Optional.<Map<String, Double>>empty();
        var hints = new HashMap<String, Optional<String>>();
        var actions = new ArrayList<Action>();
        for (var type : types) {
            var ofType = slices.stream()
                    .filter(slice -> slice.addressType().equals(type))
                    .toList();
            var family = new Family(new SliceShape(service), type, ofType, cpus);
            actions.addAll(family.plan(Group.endpoints(observed, type)));
            family.verdict.ifPresent(it -> hints.put(type, it.problem()));
        }
        slices.stream()
                .filter(slice -> !types.contains(slice.addressType()))
                .forEach(slice -> actions.add(new DeleteSlice(slice.name(), slice.uid())));
        var lost = observed.pods().stream()
                .filter(pod -> Group.isMember(observed, pod) && !Group.isPlaced(observed, pod))
                .min(comparing(Pod::name));
        return new EndpointSlicePlan(actions, lost, hints);
    }

    /** The slices of one address family, on their way from what they hold to what they should. */
    private static final class Family {
        private final SliceShape shape;
        private final String addressType;
        private final List<EndpointSlice> slices;
        private final List<EndpointSlice> created = new ArrayList<>();
        private final List<EndpointSlice> emptied = new ArrayList<>();
        private final List<EndpointSlice> kept = new ArrayList<>();
        private final Optional<Map<String, Double>> cpus;
        private Optional<ZoneHints> verdict = Optional.empty();

        Family(SliceShape shape, String addressType, List<EndpointSlice> slices, Optional<Map<String, Double>> cpus) {
            this.cpus = cpus;
            this.shape = shape;
            this.addressType = addressType;
            this.slices = slices;
        }

        List<Action> plan(Map<Group, List<Endpoint>> wanted) {
            wanted.forEach((group, endpoints) -> fill(group, endpoints, ofGroup(group)));
            slices.stream()
                    .filter(slice -> !wanted.containsKey(Group.of(slice)))
                    .forEach(emptied::add);
            if (created.isEmpty() && kept.isEmpty()) {
                created.add(shape.create(new Group(addressType, List.of()), List.of()));
            }
            return actions();
        }

        private List<EndpointSlice> ofGroup(Group group) {
            return slices.stream()
                    .filter(slice -> Group.of(slice).equals(group))
                    .toList();
        }

        private void fill(Group group, List<Endpoint> wanted, List<EndpointSlice> present) {
            var missing = new LinkedHashMap<String, Endpoint>();
            wanted.forEach(endpoint -> missing.put(identity(endpoint), endpoint));
            var contents = new LinkedHashMap<EndpointSlice, List<Endpoint>>();
            for (var slice : present) {
                var held = new ArrayList<Endpoint>();
                for (var endpoint : slice.endpoints()) {
                    var now = missing.remove(identity(endpoint));
                    if (now != null) {
                        held.add(cpus.isPresent() && endpoint.hasHints() ? now.withHints(endpoint.hints()) : now);
                    }
                }
                contents.put(slice, held);
            }
            var left = new ArrayList<>(missing.values());
            place(left, contents);
            contents.forEach((slice, endpoints) -> {
                if (endpoints.isEmpty()) {
                    emptied.add(slice);
                } else {
                    kept.add(shape.with(slice, group, endpoints));
                }
            });
            created.addAll(cut(group, left));
        }

        /** Takes endpoints from the list to where there is room, without writing more slices than need be. */
        private static void place(List<Endpoint> endpoints, Map<EndpointSlice, List<Endpoint>> contents) {
            contents.forEach((slice, held) -> {
                boolean isWritten = !held.equals(List.copyOf(slice.endpoints()));
                while (isWritten && !held.isEmpty() && held.size() < MAX_ENDPOINTS && !endpoints.isEmpty()) {
                    held.add(endpoints.removeFirst());
                }
            });
            if (!endpoints.isEmpty()) {
                contents.values().stream()
                        .filter(held -> held.size() + endpoints.size() <= MAX_ENDPOINTS)
                        .max(comparingInt(List::size))
                        .ifPresent(held -> {
                            held.addAll(endpoints);
                            endpoints.clear();
                        });
            }
        }

        private List<EndpointSlice> cut(Group group, List<Endpoint> endpoints) {
            var slices = new ArrayList<EndpointSlice>();
            for (int from = 0; from < endpoints.size(); from += MAX_ENDPOINTS) {
                int to = Math.min(from + MAX_ENDPOINTS, endpoints.size());
                slices.add(shape.create(group, endpoints.subList(from, to)));
            }
            return slices;
        }

        /** An emptied slice becomes one that would be created, so that one write does for two. */
        private List<Action> actions() {
            var free = new ArrayList<>(emptied);
            var written = new ArrayList<EndpointSlice>();
            for (var slice : created) {
                written.add(
                        free.isEmpty()
                                ? slice
                                : shape.with(free.removeFirst(), Group.of(slice), List.copyOf(slice.endpoints())));
            }
            kept.stream().filter(slice -> !slices.contains(slice)).forEach(written::add);
            verdict = cpus.map(it ->
                    ZoneHints.of(written, kept.stream().filter(slices::contains).toList(), it));
            var actions = new ArrayList<Action>();
            for (var slice : verdict.map(ZoneHints::slices).orElse(written)) {
                if (slice.name().isEmpty()) {
                    actions.add(new CreateSlice(slice));
                } else if (!slices.contains(slice)) {
                    actions.add(new UpdateSlice(slice));
                }
            }
            free.forEach(slice -> actions.add(new DeleteSlice(slice.name(), slice.uid())));
            return actions;
        }

        /** What stays the same about an endpoint while its conditions change. */
        private static String identity(Endpoint endpoint) {
            return endpoint.targetRef().uid() + " " + String.join(",", endpoint.addresses());
        }
    }
}
