package dev.jibe.controllers.endpointslice;

import static java.util.Comparator.comparing;

import dev.jibe.object.api.discovery.v1.Endpoint;
import dev.jibe.object.api.discovery.v1.EndpointHints;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.discovery.v1.ForZone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which zone each endpoint of a Service is for, so that each zone gets a part of them that is like its part of all CPUs.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/services-networking/topology-aware-routing/">Topology aware
 * routing</a>.
 *
 * @param problem why there are no hints
 */
record ZoneHints(List<EndpointSlice> slices, Optional<String> problem) {

    /** How much more than its part an endpoint may get. */
    private static final double OVERLOAD = 0.2;

    ZoneHints {
        slices = List.copyOf(slices);
    }

    /** How many endpoints a zone has to have, may have, and should have. */
    private record Share(int least, int most, double wanted) {}

    /**
     * Gives hints to slices.
     *
     * @param changed slices that are written anyway
     * @param unchanged those that are not; they come after the others, and get other hints only if they must
     * @param cpus the parts of all CPUs by zone, nothing if they are not known
     */
    static ZoneHints of(List<EndpointSlice> changed, List<EndpointSlice> unchanged, Map<String, Double> cpus) {
        var all = new ArrayList<>(changed);
        all.addAll(unchanged);
        int ready = all.stream().mapToInt(slice -> ready(slice).size()).sum();
        var shares = new TreeMap<String, Share>();
        var problem = share(cpus, ready, shares);
        if (problem.isPresent()) {
            return without(all, problem.get());
        }
        var given = new TreeMap<String, Integer>();
        var open = new ArrayList<>(changed);
        var kept = new ArrayList<EndpointSlice>();
        for (var slice : unchanged) {
            var hints = hints(slice);
            boolean isFine = hints.values().stream().mapToInt(Integer::intValue).sum()
                            == ready(slice).size()
                    && hints.entrySet().stream()
                            .allMatch(it -> shares.containsKey(it.getKey())
                                    && it.getValue() + given.getOrDefault(it.getKey(), 0)
                                            <= shares.get(it.getKey()).most());
            (isFine ? kept : open).add(slice);
            if (isFine) {
                hints.forEach((zone, count) -> given.merge(zone, count, Integer::sum));
            }
        }
        if (open.stream()
                .anyMatch(
                        slice -> ready(slice).stream().anyMatch(it -> it.zone().isEmpty()))) {
            return without(all, "One or more endpoints do not have a zone specified");
        }
        open.forEach(slice -> ready(slice).forEach(it -> given.merge(it.zone(), 1, Integer::sum)));
        if (given.isEmpty()) {
            return without(all, "No hints allocated for zones");
        }
        var moves = new Moves(shares, given);
        var result = new ArrayList<EndpointSlice>();
        open.forEach(slice -> result.add(hinted(slice, moves)));
        result.addAll(kept);
        return new ZoneHints(result, Optional.empty());
    }

    /** How many endpoints zones give to others, and get. */
    private static final class Moves {
        private final Map<String, Integer> giving = new TreeMap<>();
        private final Map<String, Integer> receiving = new TreeMap<>();

        Moves(Map<String, Share> shares, Map<String, Integer> given) {
            var toGive = new TreeMap<String, Double>();
            var toGet = new TreeMap<String, Double>();
            shares.forEach((zone, share) -> {
                double more = given.getOrDefault(zone, 0) - share.wanted();
                if (more > 0) {
                    toGive.put(zone, more);
                } else if (more < 0) {
                    toGet.put(zone, -more);
                }
            });
            while (true) {
                var from = most(toGive);
                var to = most(toGet);
                double out = from.map(toGive::get).orElse(0.0);
                double in = to.map(toGet::get).orElse(0.0);
                if ((out < 1 && in < 1) || out < 0.5 || in < 0.5) {
                    return;
                }
                giving.merge(from.orElseThrow(), 1, Integer::sum);
                toGive.merge(from.orElseThrow(), -1.0, Double::sum);
                receiving.merge(to.orElseThrow(), 1, Integer::sum);
                toGet.merge(to.orElseThrow(), -1.0, Double::sum);
            }
        }

        private static Optional<String> most(Map<String, Double> zones) {
            return zones.entrySet().stream()
                    .filter(it -> it.getValue() > 0)
                    .max(comparing(Map.Entry::getValue))
                    .map(Map.Entry::getKey);
        }

        /** The zone that an endpoint of this zone is for. */
        String from(String zone) {
            if (giving.getOrDefault(zone, 0) == 0) {
                return zone;
            }
            var to = receiving.entrySet().stream()
                    .filter(it -> it.getValue() > 0)
                    .findFirst();
            to.ifPresent(it -> {
                giving.merge(zone, -1, Integer::sum);
                receiving.merge(it.getKey(), -1, Integer::sum);
            });
            return to.map(Map.Entry::getKey).orElse(zone);
        }
    }

    /** Fills in the shares, or says why there are none. */
    private static Optional<String> share(Map<String, Double> cpus, int endpoints, Map<String, Share> shares) {
        if (cpus.isEmpty()) {
            return Optional.of(
                    "Insufficient Node information: allocatable CPU or zone not specified on one or more nodes");
        }
        var counts = " (" + endpoints + " endpoints, " + cpus.size() + " zones)";
        if (cpus.size() > endpoints) {
            return Optional.of("Insufficient number of endpoints" + counts);
        }
        int least = cpus.values().stream()
                .mapToInt(ratio -> least(ratio, endpoints))
                .sum();
        if (least > endpoints) {
            return Optional.of(
                    "Unable to allocate minimum required endpoints to each zone without exceeding overload threshold"
                            + counts);
        }
        cpus.forEach((zone, ratio) -> {
            int own = least(ratio, endpoints);
            shares.put(zone, new Share(own, own + endpoints - least, Math.max(ratio * endpoints, own)));
        });
        return Optional.empty();
    }

    private static int least(double ratio, int endpoints) {
        return (int) Math.ceil(ratio * endpoints * (1 / (1 + OVERLOAD)));
    }

    private static List<Endpoint> ready(EndpointSlice slice) {
        return slice.endpoints().stream().filter(it -> it.conditions().ready()).toList();
    }

    private static Map<String, Integer> hints(EndpointSlice slice) {
        var result = new TreeMap<String, Integer>();
        ready(slice).forEach(it -> it.hints().forZones().forEach(zone -> result.merge(zone.name(), 1, Integer::sum)));
        return result;
    }

    private static EndpointSlice hinted(EndpointSlice slice, Moves moves) {
        return slice.withEndpoints(slice.endpoints().stream()
                .map(it -> it.conditions().ready()
                        ? it.withHints(EndpointHints.EMPTY.withForZones(
                                List.of(ForZone.EMPTY.withName(moves.from(it.zone())))))
                        : it.withoutHints())
                .toList());
    }

    private static ZoneHints without(List<EndpointSlice> slices, String problem) {
        var plain = slices.stream()
                .map(slice -> slice.withEndpoints(
                        slice.endpoints().stream().map(Endpoint::withoutHints).toList()))
                .toList();
        return new ZoneHints(plain, Optional.of(problem));
    }
}
