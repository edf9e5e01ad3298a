package dev.jibe.scheduler.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.devices.PlainDevices.Ask;
import dev.jibe.scheduler.devices.PlainDevices.Claim;
import dev.jibe.scheduler.devices.PlainDevices.Device;
import dev.jibe.scheduler.snapshot.NodeInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random claims get of random pools the same devices as by plain rules: the first that satisfy all. */
class AllocatorPropertyTest {
    private static final int RUNS = 1500;

    @Test
    void claimsGetWhatThePlainRulesGiveThem() {
        long first = new SplittableRandom().nextLong();
        int satisfied = 0;
        for (long seed = first; seed < first + RUNS; seed++) {
            satisfied += new Run(seed).compare() ? 1 : 0;
        }
        var often = "seeds from " + first + ": " + satisfied + " of " + RUNS;
        assertTrue(satisfied > RUNS / 10 && satisfied < RUNS * 9 / 10, often);
    }

    /** One world and what is asked of it. */
    private static final class Run {
        private final long seed;
        private final RandomGenerator random;
        private final PlainDevices plain = new PlainDevices();
        private final List<JsonMap> slices = new ArrayList<>();
        private final Allocated allocated = new Allocated();

        Run(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
        }

        /** Whether there is a way. */
        boolean compare() {
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                pool("p" + (3 - i));
            }
            plain.devices.forEach(this::use);
            var claims = new ArrayList<Claim>();
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                claims.add(claim());
            }
            var trees = new ArrayList<JsonMap>();
            claims.forEach(claim -> trees.add(PlainDevices.tree(claim, trees.size())));
            var expected = plain.solve(claims, "n1")
                    .map(given -> given.stream()
                            .map(it -> it.claim() + " " + it.device().id())
                            .toList());
            assertEquals(expected, actual(trees), "seed " + seed + " slices " + slices + " claims " + trees);
            return expected.isPresent();
        }

        private Optional<List<String>> actual(List<JsonMap> claims) {
            var node = NodeInfo.empty(Node.KIND.of(Cluster.json("{'metadata':{'name':'n1'},'spec':{},'status':{}}")));
            var devices = devices();
            var pools = new Inventory(devices).of(node);
            DeviceSelector selector =
                    (name, driver, device) -> device.map("attributes").has(name);
            return new Allocator("n1", pools, allocated, devices, selector)
                    .allocate(claims)
                    .map(choices -> {
                        var result = new ArrayList<String>();
                        for (int i = 0; i < choices.size(); i++) {
                            for (var choice : choices.get(i)) {
                                var id = choice.offer().id();
                                result.add(i + " " + id.pool() + "/" + id.device());
                            }
                        }
                        return result;
                    });
        }

        private Devices devices() {
            return new Devices() {
                @Override
                public List<JsonMap> sharedSlices() {
                    return slices;
                }

                @Override
                public List<JsonMap> slicesOfPool(String driver, String pool) {
                    return slices.stream()
                            .filter(it -> PoolId.of(it).name().equals(pool))
                            .toList();
                }

                @Override
                public Optional<JsonMap> deviceClass(String name) {
                    return Optional.of(JsonMap.EMPTY);
                }
            };
        }

        private void pool(String name) {
            boolean counted = random.nextBoolean();
            if (counted) {
                plain.counters.put(name, Map.of("a", random.nextLong(1, 5), "b", random.nextLong(1, 5)));
            }
            int count = random.nextInt(1, 5);
            var trees = new ArrayList<JsonMap>();
            for (int i = 0; i < count; i++) {
                var device = device(name, "d" + i, counted);
                plain.devices.add(device);
                trees.add(tree(device));
            }
            int cut = random.nextInt(count);
            var parts = new ArrayList<JsonMap>();
            parts.add(JsonMap.of("devices", JsonList.copyOf(trees.subList(0, cut))));
            parts.add(JsonMap.of("devices", JsonList.copyOf(trees.subList(cut, count))));
            if (counted) {
                var set = JsonMap.of("name", "set", "counters", amounts(plain.counters.getOrDefault(name, Map.of())));
                parts.add(JsonMap.of("sharedCounters", JsonList.of(set)));
            }
            for (int i = 0; i < parts.size(); i++) {
                var pool = JsonMap.of("name", name, "generation", 1L, "resourceSliceCount", (long) parts.size());
                var spec = parts.get(i).with("driver", "d").with("pool", pool).with("perDeviceNodeSelection", true);
                slices.add(JsonMap.of("metadata", JsonMap.of("name", name + "-" + i), "spec", spec));
            }
        }

        private Device device(String pool, String name, boolean counted) {
            var attributes = new HashMap<String, Long>();
            for (var attribute : List.of("x", "y")) {
                if (random.nextInt(4) > 0) {
                    attributes.put(attribute, random.nextLong(3));
                }
            }
            Map<String, Long> consumes = new HashMap<>();
            if (counted) {
                for (var counter : List.of("a", "b")) {
                    if (random.nextBoolean()) {
                        consumes.put(counter, random.nextLong(3));
                    }
                }
            }
            boolean shared = random.nextBoolean();
            long capacity = random.nextLong(1, 9);
            var allowed = new TreeSet<Long>();
            if (shared && random.nextBoolean()) {
                long step = random.nextLong(1, 4);
                for (long i = random.nextLong(1, capacity + 1); i <= capacity; i += step) {
                    allowed.add(i);
                }
            }
            var node = List.of("", "n1", "n2").get(random.nextInt(3));
            long usual = allowed.isEmpty() ? capacity : allowed.first();
            return new Device(pool, name, node, attributes, shared, capacity, allowed, usual, consumes);
        }

        private static JsonMap amounts(Map<String, Long> amounts) {
            var result = JsonMap.builder();
            amounts.forEach((name, amount) -> result.put(name, JsonMap.of("value", amount.toString())));
            return result.build();
        }

        private JsonMap tree(Device device) {
            var attributes = JsonMap.builder();
            device.attributes().forEach((name, value) -> attributes.put(name, JsonMap.of("int", value)));
            var memory = JsonMap.of("value", Long.toString(device.capacity()));
            if (!device.allowed().isEmpty()) {
                memory = memory.with("requestPolicy", policy(device));
            }
            var tree = JsonMap.of(
                    "name", device.name(),
                    "attributes", attributes.build(),
                    "capacity", JsonMap.of("mem", memory),
                    "allowMultipleAllocations", device.shared());
            tree = device.node().isEmpty() ? tree.with("allNodes", true) : tree.with("nodeName", device.node());
            var consumed = JsonMap.of("counterSet", "set", "counters", amounts(device.consumes()));
            return device.consumes().isEmpty() ? tree : tree.with("consumesCounters", JsonList.of(consumed));
        }

        /** The same amounts as a list, or as a range with steps. */
        private JsonMap policy(Device device) {
            var allowed = List.copyOf(device.allowed());
            var policy = JsonMap.of("default", Long.toString(device.usual()));
            if (random.nextBoolean()) {
                return policy.with(
                        "validValues",
                        JsonList.copyOf(
                                allowed.stream().map(it -> it.toString()).toList()));
            }
            var range = JsonMap.of(
                    "min",
                    allowed.getFirst().toString(),
                    "max",
                    allowed.getLast().toString());
            long step = allowed.size() > 1 ? allowed.get(1) - allowed.get(0) : 1;
            return policy.with("validRange", range.with("step", Long.toString(step)));
        }

        /** Somebody may have it already. */
        private void use(Device device) {
            if (random.nextInt(4) > 0) {
                return;
            }
            var result = JsonMap.of("driver", "d", "pool", device.pool(), "device", device.name());
            if (device.shared()) {
                long share = random.nextLong(1, device.capacity() + 1);
                plain.shares.put(device.id(), List.of(share));
                result = result.with("shareID", "s").with("consumedCapacity", JsonMap.of("mem", Long.toString(share)));
            } else {
                plain.whole.add(device.id());
            }
            var allocation = JsonMap.of("devices", JsonMap.of("results", JsonList.of(result)));
            allocated.add(allocation);
            allocated.add(allocation);
        }

        private Claim claim() {
            var requests = new ArrayList<List<Ask>>();
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                var alternatives = new ArrayList<Ask>();
                int count = random.nextInt(4) == 0 ? 2 : 1;
                for (int j = 0; j < count; j++) {
                    alternatives.add(ask("a" + j, count == 1));
                }
                requests.add(alternatives);
            }
            var attribute = List.of("", "", "x", "y").get(random.nextInt(4));
            return new Claim(requests, attribute, random.nextBoolean());
        }

        private Ask ask(String name, boolean alone) {
            var attribute = List.of("", "x", "y").get(random.nextInt(3));
            boolean all = random.nextInt(6) == 0;
            boolean admin = alone && random.nextInt(6) == 0;
            long asked = random.nextBoolean() ? -1 : random.nextLong(1, 6);
            return new Ask(name, attribute, random.nextInt(1, 3), all, admin, asked);
        }
    }

    /** What the plain rules know of amounts is what the device says. */
    @Test
    void thePlainRulesKnowAmounts() {
        var device = new Device("p", "d", "", Map.of(), true, 4, Set.of(2L, 4L), 2, Map.of());
        var plain = new PlainDevices();
        plain.devices.add(device);
        var asks =
                List.of(List.of(new Ask("a", "", 1, false, false, 3)), List.of(new Ask("a", "", 1, false, false, 1)));
        assertEquals(Optional.empty(), plain.solve(List.of(new Claim(asks, "", false)), "n"));
    }
}
