package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

/** The rules by which devices are given to claims, slow and plain: all ways are tried, and each is judged as a whole. */
final class PlainDevices {
    final List<Device> devices = new ArrayList<>();

    /** What there is of each pool's counters. */
    final Map<String, Map<String, Long>> counters = new HashMap<>();

    final Set<String> whole = new HashSet<>();

    /** What claims have of shared devices: amounts of their one capacity. */
    final Map<String, List<Long>> shares = new HashMap<>();

    /**
     * A device of one node or all.
     *
     * @param node empty for all
     * @param allowed amounts that one may have; empty for any
     * @param usual what one has who does not ask
     */
    record Device(
            String pool,
            String name,
            String node,
            Map<String, Long> attributes,
            boolean shared,
            long capacity,
            Set<Long> allowed,
            long usual,
            Map<String, Long> consumes) {
        String id() {
            return pool + "/" + name;
        }
    }

    /** One alternative; {@code asked} is negative if it does not ask for an amount. */
    record Ask(String name, String attribute, int count, boolean all, boolean admin, long asked) {}

    /** A claim: for each request its alternatives; {@code attribute} is empty if there is no constraint. */
    record Claim(List<List<Ask>> requests, String attribute, boolean distinct) {}

    record Given(int claim, Ask ask, Device device) {}

    /** The first way to satisfy all claims, in the order in which devices are listed. */
    Optional<List<Given>> solve(List<Claim> claims, String node) {
        var requests = new ArrayList<Map.Entry<Integer, List<Ask>>>();
        for (int i = 0; i < claims.size(); i++) {
            for (var request : claims.get(i).requests()) {
                requests.add(Map.entry(i, request));
            }
        }
        var usable = devices.stream()
                .filter(it -> it.node().isEmpty() || it.node().equals(node))
                .toList();
        return solve(requests, 0, claims, usable, List.of());
    }

    private Optional<List<Given>> solve(
            List<Map.Entry<Integer, List<Ask>>> requests,
            int at,
            List<Claim> claims,
            List<Device> usable,
            List<Given> given) {
        if (at == requests.size()) {
            return isRight(given, claims) ? Optional.of(given) : Optional.empty();
        }
        int claim = requests.get(at).getKey();
        for (var ask : requests.get(at).getValue()) {
            var fit = usable.stream().filter(it -> isWanted(it, ask)).toList();
            for (var some : ask.all() ? List.of(fit) : subsets(fit, ask.count(), 0)) {
                if (some.isEmpty()) {
                    continue;
                }
                var more = new ArrayList<>(given);
                some.forEach(device -> more.add(new Given(claim, ask, device)));
                var found = solve(requests, at + 1, claims, usable, more);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static List<List<Device>> subsets(List<Device> of, int count, int from) {
        if (count == 0) {
            return List.of(List.of());
        }
        var result = new ArrayList<List<Device>>();
        for (int i = from; i < of.size(); i++) {
            for (var rest : subsets(of, count - 1, i + 1)) {
                var one = new ArrayList<Device>(List.of(of.get(i)));
                one.addAll(rest);
                result.add(one);
            }
        }
        return result;
    }

    private boolean isWanted(Device device, Ask ask) {
        boolean selected = ask.attribute().isEmpty() || device.attributes().containsKey(ask.attribute());
        if (!selected || !ask.all()) {
            return selected;
        }
        var share = share(device, ask);
        return share.isPresent() && used(device) + share.getAsLong() <= device.capacity();
    }

    private long used(Device device) {
        return shares.getOrDefault(device.id(), List.of()).stream()
                .mapToLong(it -> it)
                .sum();
    }

    private static OptionalLong share(Device device, Ask ask) {
        if (ask.asked() < 0) {
            return OptionalLong.of(device.usual());
        }
        return device.allowed().isEmpty()
                ? OptionalLong.of(ask.asked())
                : device.allowed().stream()
                        .mapToLong(it -> it)
                        .filter(it -> it >= ask.asked())
                        .min();
    }

    private boolean isRight(List<Given> given, List<Claim> claims) {
        for (int i = 0; i < given.size(); i++) {
            var one = given.get(i);
            var share = share(one.device(), one.ask());
            if (share.isEmpty()
                    || share.getAsLong() > one.device().capacity()
                    || (!one.ask().admin() && whole.contains(one.device().id()))) {
                return false;
            }
            for (var before : given.subList(0, i)) {
                boolean same =
                        before.device().equals(one.device()) && !one.device().shared();
                if (same && (!one.ask().admin() || before.claim() == one.claim())) {
                    return false;
                }
            }
        }
        return devices.stream().allMatch(device -> isEnough(device, given))
                && counters.keySet().stream().allMatch(pool -> isCounted(pool, given))
                && isAgreed(given, claims);
    }

    private boolean isEnough(Device device, List<Given> given) {
        var mine = given.stream().filter(it -> it.device().equals(device)).toList();
        long sum = used(device)
                + mine.stream()
                        .mapToLong(it -> share(device, it.ask()).orElseThrow())
                        .sum();
        return !device.shared() || mine.isEmpty() || sum <= device.capacity();
    }

    private boolean isCounted(String pool, List<Given> given) {
        var takers = new ArrayList<Device>();
        for (var one : given) {
            var device = one.device();
            boolean cut = device.shared() && (shares.containsKey(device.id()) || takers.contains(device));
            if (device.pool().equals(pool) && !device.consumes().isEmpty() && !cut) {
                takers.add(device);
            }
        }
        if (takers.isEmpty()) {
            return true;
        }
        devices.stream()
                .filter(it -> it.pool().equals(pool))
                .filter(it -> whole.contains(it.id()) || shares.containsKey(it.id()))
                .forEach(takers::add);
        return counters.getOrDefault(pool, Map.of()).entrySet().stream()
                .allMatch(counter -> takers.stream()
                                .flatMapToLong(it -> LongStream.of(it.consumes().getOrDefault(counter.getKey(), 0L)))
                                .sum()
                        <= counter.getValue());
    }

    private static boolean isAgreed(List<Given> given, List<Claim> claims) {
        for (int i = 0; i < claims.size(); i++) {
            var claim = claims.get(i);
            if (claim.attribute().isEmpty()) {
                continue;
            }
            int number = i;
            var values = given.stream()
                    .filter(it -> it.claim() == number)
                    .map(it -> Optional.ofNullable(it.device().attributes().get(claim.attribute())))
                    .toList();
            int different = new HashSet<>(values).size();
            if (values.stream().anyMatch(Optional::isEmpty)
                    || different != (claim.distinct() ? values.size() : Math.min(1, values.size()))) {
                return false;
            }
        }
        return true;
    }

    /** A claim as the API has it. */
    static JsonMap tree(Claim claim, int at) {
        var requests = new ArrayList<JsonMap>();
        for (var alternatives : claim.requests()) {
            var name = "r" + requests.size();
            var parts = alternatives.stream().map(PlainDevices::part).toList();
            requests.add(
                    parts.size() == 1
                            ? JsonMap.of(
                                    "name", name, "exactly", parts.getFirst().without("name"))
                            : JsonMap.of("name", name, "firstAvailable", JsonList.copyOf(parts)));
        }
        var devices = JsonMap.of("requests", JsonList.copyOf(requests));
        if (!claim.attribute().isEmpty()) {
            var kind = claim.distinct() ? "distinctAttribute" : "matchAttribute";
            devices = devices.with("constraints", JsonList.of(JsonMap.of(kind, "d/" + claim.attribute())));
        }
        return JsonMap.of(
                "metadata",
                JsonMap.of("name", "c" + at, "namespace", "default", "uid", "c" + at),
                "spec",
                JsonMap.of("devices", devices));
    }

    private static JsonMap part(Ask ask) {
        var part = JsonMap.of("name", ask.name(), "deviceClassName", "gpu", "adminAccess", ask.admin());
        part = ask.all()
                ? part.with("allocationMode", "All")
                : part.with("allocationMode", "ExactCount").with("count", (long) ask.count());
        part = ask.asked() < 0
                ? part
                : part.with("capacity", JsonMap.of("requests", JsonMap.of("mem", Long.toString(ask.asked()))));
        var cel = JsonMap.of("cel", JsonMap.of("expression", ask.attribute()));
        return ask.attribute().isEmpty() ? part : part.with("selectors", JsonList.of(cel));
    }
}
