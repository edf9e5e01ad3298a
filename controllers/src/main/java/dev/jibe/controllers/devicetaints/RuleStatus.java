package dev.jibe.controllers.devicetaints;

import dev.jibe.client.Call;
import dev.jibe.client.Client;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.devices.RuledDevices;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.resource.v1beta2.DeviceTaintRule;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.protobuf.Times;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The shell that writes what the status of rules says: every ten seconds at most, as long as nothing else changes. */
final class RuleStatus {

    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final String PATH = "/apis/resource.k8s.io/v1beta2/devicetaintrules/";
    private static final Map<String, String> AS_CONTROLLER =
            Map.of("fieldManager", "device-taint-eviction", "force", "true");

    private final Client client;
    private final Informer<DeviceTaintRule> rules;
    private final Informer<ResourceClaim> claims;
    private final Informer<ResourceSlice> slices;
    private final Informer<Pod> pods;
    private final Clock clock;
    private final Map<String, Integer> evicted = new ConcurrentHashMap<>();

    private RuleStatus(Surroundings surroundings) {
        client = surroundings.client();
        rules = surroundings.informer(DeviceTaintRule.KIND);
        claims = surroundings.informer(ResourceClaim.KIND);
        slices = surroundings.informer(ResourceSlice.KIND);
        pods = surroundings.informer(Pod.KIND);
        clock = surroundings.clock();
    }

    static RuleStatus start(Surroundings surroundings) {
        var shell = new RuleStatus(surroundings);
        surroundings.running(surroundings
                .controller("device-taint-rules")
                .on(shell.rules)
                .mapped(shell.claims, claim -> shell.all())
                .mapped(shell.slices, slice -> shell.all())
                .reads(shell.pods)
                .start(shell::reconcile));
        return shell;
    }

    private List<Key> all() {
        return rules.cache().all().stream().map(Key::of).toList();
    }

    Informer<DeviceTaintRule> rules() {
        return rules;
    }

    List<JsonMap> trees() {
        return rules.cache().all().stream().map(DeviceTaintRule::tree).toList();
    }

    /** Counts a pod that had to leave because of a claim's devices, for the rules that are the cause. */
    void left(ResourceClaim claim, Instant now) {
        for (var rule : rules.cache().all()) {
            if (rule.spec().taint().effect().equals("NoExecute") && drivesOut(rule, claim, now)) {
                evicted.merge(rule.uid(), 1, Integer::sum);
            }
        }
    }

    /** Whether pods cannot stay for ever with the devices of a claim because of a rule, or could not if it had an effect. */
    private boolean drivesOut(DeviceTaintRule rule, ResourceClaim claim, Instant now) {
        var spec = rule.spec();
        if (!claim.status().hasAllocation() || spec.taint().effect().equals("NoSchedule")) {
            return false;
        }
        var acting = rule.withSpec(spec.withTaint(spec.taint().withEffect("NoExecute")));
        var ruled = slices.cache().all().stream()
                .map(slice -> new ResourceSlice(RuledDevices.apply(untainted(slice.tree()), List.of(acting.tree()))))
                .toList();
        return DeviceTaintPlan.leavesAt(claim, ruled, now).isPresent();
    }

    private static JsonMap untainted(JsonMap slice) {
        var devices = slice.map("spec").list("devices");
        return slice.withAt(devices.map(it -> ((JsonMap) it).without("taints")), "spec", "devices");
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = rules.cache().get(key);
        if (found.isEmpty()) {
            evicted.keySet()
                    .retainAll(rules.cache().all().stream()
                            .map(DeviceTaintRule::uid)
                            .toList());
            return Outcome.DONE;
        }
        var rule = found.get();
        var now = clock.now();
        var before = rule.status().conditions().stream()
                .filter(it -> it.type().equals(RuleStatusPlan.CONDITION)
                        && it.observedGeneration() == rule.metadata().generation())
                .findFirst();
        if (before.isPresent()) {
            if (before.get().reason().equals("NoEffect")) {
                return Outcome.DONE;
            }
            var next = before.get().lastTransitionTime().plus(PERIOD);
            if (next.isAfter(now)) {
                return Outcome.again(Duration.between(now, next));
            }
        }
        var condition = RuleStatusPlan.of(new RuleStatusPlan.Observed(
                rule,
                slices.cache().all(),
                claims.cache().all(),
                pending(rule, now),
                evicted.getOrDefault(rule.uid(), 0)));
        var shown = before.map(it -> it.tree().without("lastTransitionTime")).orElse(JsonMap.EMPTY);
        if (!shown.equals(condition)) {
            write(rule, condition.with("lastTransitionTime", Times.seconds(now)));
        }
        return Outcome.DONE;
    }

    private List<Pod> pending(DeviceTaintRule rule, Instant now) {
        var pending = new ArrayList<Pod>();
        for (var claim : claims.cache().all()) {
            if (!drivesOut(rule, claim, now)) {
                continue;
            }
            for (var user : claim.status().reservedFor()) {
                pods.cache()
                        .get(claim.namespace(), user.name())
                        .filter(pod -> pod.uid().equals(user.uid()) && !pod.isTerminating())
                        .ifPresent(pending::add);
            }
        }
        return pending;
    }

    private void write(DeviceTaintRule rule, JsonMap condition) {
        var body = JsonMap.of(
                "apiVersion",
                "resource.k8s.io/v1beta2",
                "kind",
                "DeviceTaintRule",
                "metadata",
                JsonMap.of("name", rule.name(), "uid", rule.uid()),
                "status",
                JsonMap.of("conditions", JsonList.of(condition)));
        client.transport()
                .send(new Call(
                        "PATCH", PATH + rule.name() + "/status", AS_CONTROLLER, "application/apply-patch+yaml", body));
    }
}
