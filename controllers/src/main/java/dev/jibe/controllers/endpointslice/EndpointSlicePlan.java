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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the slices of one Service are to change, with as few writes as can be.
 *
 * <p>Endpoints stay in the slice they are in; new ones fill slices that are written anyway, then the fullest slice that
 * can take them all, and only then a slice of their own. Planning again on the result yields no action.
 */
record EndpointSlicePlan(List<Action> actions) {

    /** Most endpoints in a slice, upstream's default: a change of one must not send thousands to every node. */
    static final int MAX_ENDPOINTS = 100;

    EndpointSlicePlan {
        actions = List.copyOf(actions);
    }

    /**
     * The world as one Service sees it.
     *
     * @param pods pods of its namespace, selected or not
     * @param slices the slices that we manage for it
     * @param zones zone by node, of nodes that say theirs
     */
    record Observed(Service service, List<Pod> pods, List<EndpointSlice> slices, Map<String, String> zones) {}

    static EndpointSlicePlan of(Observed observed) {
        var service = observed.service();
        if (!Backends.hasSelector(service) || service.isTerminating()) {
            return new EndpointSlicePlan(List.of()); // whoever made the Service so makes its slices
        }
        var slices = observed.slices().stream()
                .filter(slice -> !slice.isTerminating())
                .sorted(comparing(EndpointSlice::name))
                .toList();
        var types = Group.addressTypes(service);
        var actions = new ArrayList<Action>();
        for (var type : types) {
            var ofType = slices.stream()
                    .filter(slice -> slice.addressType().equals(type))
                    .toList();
            actions.addAll(new Family(new SliceShape(service), type, ofType).plan(Group.endpoints(observed, type)));
        }
        slices.stream()
                .filter(slice -> !types.contains(slice.addressType()))
                .forEach(slice -> actions.add(new DeleteSlice(slice.name(), slice.uid())));
        return new EndpointSlicePlan(actions);
    }

    /** The slices of one address family, on their way from what they hold to what they should. */
    private static final class Family {
        private final SliceShape shape;
        private final String addressType;
        private final List<EndpointSlice> slices;
        private final List<EndpointSlice> created = new ArrayList<>();
        private final List<EndpointSlice> emptied = new ArrayList<>();
        private final List<EndpointSlice> kept = new ArrayList<>();

        Family(SliceShape shape, String addressType, List<EndpointSlice> slices) {
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
                        held.add(now);
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
            var actions = new ArrayList<Action>();
            var free = new ArrayList<>(emptied);
            for (var slice : created) {
                if (free.isEmpty()) {
                    actions.add(new CreateSlice(slice));
                } else {
                    kept.add(shape.with(free.removeFirst(), Group.of(slice), List.copyOf(slice.endpoints())));
                }
            }
            for (var slice : kept) {
                if (slices.stream().noneMatch(slice::equals)) {
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
