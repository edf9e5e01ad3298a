package dev.jibe.scheduler;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.policy.v1.PodDisruptionBudget;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.json.Json;
import dev.jibe.scheduler.bind.Decider;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.devices.DeviceWorld;
import dev.jibe.scheduler.snapshot.Budget;
import dev.jibe.scheduler.snapshot.ClusterInfo;
import dev.jibe.scheduler.snapshot.Nominations;
import dev.jibe.scheduler.snapshot.Owners;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Reservations;
import dev.jibe.scheduler.snapshot.Volumes;
import dev.jibe.scheduler.snapshot.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small cluster to decide in, described with few words. */
public final class Cluster {

    private DeviceWorld devices = DeviceWorld.none();
    private final Map<String, JsonMap> namespaces = new LinkedHashMap<>();
    private final List<Budget> budgets = new ArrayList<>();
    private final ClusterInfo cluster = new ClusterInfo(name -> namespaces.getOrDefault(name, JsonMap.EMPTY));
    private Volumes volumes = Volumes.NONE;
    private final Nominations nominations = new Nominations();

    /** An object in JSON with single quotes. */
    public static JsonMap json(String text) {
        return Json.parseMap(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** A node of this many thousandths of a core, labelled with its own name and a zone. */
    public Cluster node(String name, long cpuMillis, String zone) {
        var labels = JsonMap.of("kubernetes.io/hostname", name, "zone", zone);
        var allocatable = JsonMap.of("cpu", cpuMillis + "m", "memory", "64Gi", "pods", "110");
        cluster.putNode(Node.KIND.of(JsonMap.of(
                "metadata", JsonMap.of("name", name, "labels", labels),
                "spec", JsonMap.EMPTY,
                "status", JsonMap.of("allocatable", allocatable))));
        return this;
    }

    public Cluster namespace(String name, String labels) {
        namespaces.put(name, json(labels));
        return this;
    }

    public Cluster budget(String label, long allowed) {
        budgets.add(Budget.of(PodDisruptionBudget.KIND.of(json("{'metadata':{'name':'b','namespace':'default'},"
                + "'spec':{'selector':{'matchLabels':{'app':'" + label + "'}}},"
                + "'status':{'disruptionsAllowed':" + allowed + "}}"))));
        return this;
    }

    public Cluster volumes(Volumes known) {
        volumes = known;
        return this;
    }

    public Cluster place(PodInfo pod, String node) {
        // Counts of pods belong to one cluster, and a pod may be used for several.
        cluster.place(PodInfo.of(pod.pod()), node);
        return this;
    }

    public Cluster with(DeviceWorld others) {
        devices = others;
        return this;
    }

    public Cluster nominate(PodInfo pod, String node) {
        nominations.put(pod, node);
        return this;
    }

    public World world() {
        return new World(cluster, nominations, volumes, new Reservations(), Owners.NONE, devices, () -> budgets);
    }

    public Decision decide(PodInfo pod) {
        return decide(pod, Profile.DEFAULT);
    }

    public Decision decide(PodInfo pod, Profile profile) {
        return new Decider(world(), new Random(1)).decide(pod, profile);
    }

    public static PodInfo pod(String name, long priority, long cpuMillis) {
        return pod(name, priority, cpuMillis, name, "{}");
    }

    /** A pod with a label {@code app} and more of a spec. */
    public static PodInfo pod(String name, long priority, long cpuMillis, String app, String spec) {
        return pod("default", name, priority, cpuMillis, JsonMap.of("app", app), spec);
    }

    public static PodInfo pod(
            String namespace, String name, long priority, long cpuMillis, JsonMap labels, String spec) {
        var requests = JsonMap.of("cpu", cpuMillis + "m");
        var container = JsonMap.of("name", "c", "resources", JsonMap.of("requests", requests));
        return PodInfo.of(Pod.KIND.of(JsonMap.of(
                "metadata", JsonMap.of("name", name, "namespace", namespace, "uid", name, "labels", labels),
                "spec", json(spec).with("priority", priority).with("containers", JsonList.of(container)))));
    }

    /** The same pod with another status. */
    public static PodInfo with(PodInfo pod, String status) {
        return PodInfo.of(Pod.KIND.of(pod.pod().tree().with("status", json(status))));
    }

    /** The same pod, being deleted because of another. */
    public static PodInfo leaving(PodInfo pod) {
        var status = "{'conditions':[{'type':'DisruptionTarget','status':'True','reason':'PreemptionByScheduler'}]}";
        return PodInfo.of(Pod.KIND.of(
                with(pod, status).pod().tree().withAt("2026-01-01T00:00:00Z", "metadata", "deletionTimestamp")));
    }
}
