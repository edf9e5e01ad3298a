package dev.jibe.scheduler;

import dev.jibe.client.cache.Change;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Clock;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.config.SchedulerConfig;
import dev.jibe.scheduler.gang.GangFeatures;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How many pods a second the scheduler's thread can hear of, decide and hear of again, without an API server.
 *
 * <p>Arguments: nodes, pods, rounds.
 */
public final class DecisionTimes {

    private static final int APPS = 100;

    private final int nodes;
    private final int pods;
    private final Clock clock = Clock.system();

    private DecisionTimes(int nodes, int pods) {
        this.nodes = nodes;
        this.pods = pods;
    }

    public static void main(String[] args) {
        var times = new DecisionTimes(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        for (int round = 0; round < Integer.parseInt(args[2]); round++) {
            for (var profile : List.of("plain", "spread", "anti", "mixed")) {
                System.out.printf("%d nodes %s: %,d pods/s%n", times.nodes, profile, times.perSecond(profile));
            }
        }
    }

    private long perSecond(String profile) {
        var plan = new SchedulerPlan(
                SchedulerConfig.DEFAULT, BareSurroundings.of(GangFeatures.NONE), new SplittableRandom(1));
        for (int i = 0; i < nodes; i++) {
            plan.hearOfNode(new Change.Added<>(Node.KIND.of(node(i))), clock.now());
        }
        long from = clock.nanoTime();
        for (int i = 0; i < pods; i++) {
            var pod = pod(i, profile);
            plan.hearOfPod(new Change.Added<>(Pod.KIND.of(pod)), clock.now());
            var step = plan.next(clock.now()).orElseThrow();
            if (!(step.decision() instanceof Decision.Bind bind)) {
                throw new IllegalStateException(step.toString());
            }
            plan.bound(step.pod(), bind);
            var bound = Pod.KIND.of(pod.withAt(bind.node(), "spec", "nodeName"));
            plan.hearOfPod(new Change.Updated<>(Pod.KIND.of(pod), bound), clock.now());
        }
        return pods * 1_000_000_000L / (clock.nanoTime() - from);
    }

    private static JsonMap node(int i) {
        var name = "node-" + i;
        var labels = JsonMap.of("kubernetes.io/hostname", name, "topology.kubernetes.io/zone", "z" + i % 3);
        var allocatable = JsonMap.of("cpu", "32", "memory", "128Gi", "pods", "110");
        return JsonMap.of(
                "metadata", JsonMap.of("name", name, "labels", labels),
                "spec", JsonMap.EMPTY,
                "status", JsonMap.of("allocatable", allocatable));
    }

    private static JsonMap pod(int i, String profile) {
        var app = "app-" + i % APPS;
        var kind = profile.equals("mixed")
                ? List.of("plain", "spread", "plain", "anti").get(i % 4)
                : profile;
        var requests = JsonMap.of("cpu", "100m", "memory", "200Mi");
        var container = JsonMap.of("name", "app", "resources", JsonMap.of("requests", requests));
        var spec = JsonMap.of("containers", JsonList.of(container), "schedulerName", "default-scheduler");
        var selector = JsonMap.of("matchLabels", JsonMap.of("app", app));
        if (kind.equals("spread")) {
            spec = spec.with(
                    "topologySpreadConstraints",
                    JsonList.of(
                            constraint("topology.kubernetes.io/zone", "DoNotSchedule", selector),
                            constraint("kubernetes.io/hostname", "ScheduleAnyway", selector)));
        } else if (kind.equals("anti")) {
            var term = JsonMap.of("topologyKey", "kubernetes.io/hostname", "labelSelector", selector);
            var terms = JsonMap.of("requiredDuringSchedulingIgnoredDuringExecution", JsonList.of(term));
            spec = spec.with("affinity", JsonMap.of("podAntiAffinity", terms));
        }
        var metadata = JsonMap.of(
                "name", "pod-" + i, "namespace", "default", "uid", "u" + i, "labels", JsonMap.of("app", app));
        return JsonMap.of("metadata", metadata, "spec", spec);
    }

    private static JsonMap constraint(String key, String otherwise, JsonMap selector) {
        return JsonMap.of("maxSkew", 1L, "topologyKey", key, "whenUnsatisfiable", otherwise, "labelSelector", selector);
    }
}
