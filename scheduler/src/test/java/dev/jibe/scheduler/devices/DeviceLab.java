package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.bind.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clusters of two nodes with devices, claims and classes, described with few words. */
abstract class DeviceLab {
    final Map<String, JsonMap> claims = new HashMap<>();
    final List<JsonMap> slices = new ArrayList<>();
    final Map<String, JsonMap> classes =
            new HashMap<>(Map.of("gpu", JsonMap.of("metadata", JsonMap.of("name", "gpu"))));
    Instant now = Instant.EPOCH;
    final Cluster cluster = new Cluster().node("n1", 1000, "z").node("n2", 1000, "z");

    /** Expressions are names of attributes that have to be there. */
    final DeviceWorld world = new DeviceWorld(
            new Devices() {
                @Override
                public Optional<JsonMap> claim(String namespace, String name) {
                    return Optional.ofNullable(claims.get(name));
                }

                @Override
                public List<JsonMap> allocatedClaims() {
                    return claims.values().stream()
                            .filter(claim -> claim.map("status").has("allocation"))
                            .toList();
                }

                @Override
                public List<JsonMap> sharedSlices() {
                    return slices;
                }

                @Override
                public List<JsonMap> slicesOfPool(String driver, String pool) {
                    return slices.stream()
                            .filter(it -> PoolId.of(it).equals(new PoolId(driver, pool)))
                            .toList();
                }

                @Override
                public List<JsonMap> claimsOf(String podUid) {
                    return claims.values().stream()
                            .filter(claim -> claim.map("metadata")
                                    .list("ownerReferences")
                                    .maps()
                                    .anyMatch(owner -> owner.string("uid").equals(podUid)))
                            .toList();
                }

                @Override
                public Optional<JsonMap> classFor(String extendedResource) {
                    return classes.values().stream()
                            .filter(it -> it.map("spec")
                                    .string("extendedResourceName")
                                    .equals(extendedResource))
                            .findFirst();
                }

                @Override
                public Optional<JsonMap> deviceClass(String name) {
                    return Optional.ofNullable(classes.get(name));
                }
            },
            new DevicePromises(),
            (expression, driver, device) -> device.map("attributes").has(expression),
            () -> now);

    void slice(String node, String devices) {
        slices.add(Cluster.json(("{'metadata':{'name':'s-%1$s'},'spec':{'driver':'d','nodeName':'%1$s',"
                        + "'pool':{'name':'%1$s','generation':1,'resourceSliceCount':1},'devices':[%2$s]}}")
                .formatted(node, devices)));
    }

    static String device(String name, String attributes) {
        return "{'name':'%s','attributes':{%s}}".formatted(name, attributes);
    }

    void claim(String name, String requests, String more) {
        claims.put(
                name,
                Cluster.json(("{'metadata':{'name':'%1$s','namespace':'default','uid':'%1$s'},"
                                + "'spec':{'devices':{'requests':[%2$s]%3$s}}}")
                        .formatted(name, requests, more)));
    }

    JsonMap known(String name) {
        return claims.getOrDefault(name, JsonMap.EMPTY);
    }

    static String exactly(String name, String more) {
        return "{'name':'%s','exactly':{'deviceClassName':'gpu'%s}}".formatted(name, more);
    }

    Decision decide(String... claimNames) {
        var entries = new ArrayList<String>();
        for (var name : claimNames) {
            entries.add("{'name':'%1$s','resourceClaimName':'%1$s'}".formatted(name));
        }
        var spec = "{'resourceClaims':[" + String.join(",", entries) + "]}";
        return cluster.with(world).decide(Cluster.pod("p", 0, 10, "app", spec));
    }

    Decision.Bind bound(String... claimNames) {
        return (Decision.Bind) decide(claimNames);
    }

    /** What each request of each claim is given, in order. */
    static List<String> given(Decision.Bind decision) {
        return decision.devices().steps().stream()
                .flatMap(
                        step -> step.allocation().map("devices").list("results").maps())
                .map(result -> result.string("request") + "=" + result.string("device"))
                .toList();
    }

    String refused(String... claimNames) {
        return ((Decision.Unschedulable) decide(claimNames)).message();
    }
}
