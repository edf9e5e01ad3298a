package dev.jibe.scheduler.plain;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Nodes and pods as strange as the API allows, of few enough labels that they meet. */
public final class RandomObjects {

    private static final List<String> KEYS = List.of("zone", "kubernetes.io/hostname", "disk");
    private static final List<String> APPS = List.of("a", "b", "c");

    private final RandomGenerator random;

    public RandomObjects(RandomGenerator random) {
        this.random = random;
    }

    public boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    public <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private JsonList some(int percent, int most, Supplier<JsonMap> made) {
        var list = new ArrayList<JsonMap>();
        for (int i = 0; i < most; i++) {
            if (chance(percent)) {
                list.add(made.get());
            }
        }
        return JsonList.copyOf(list);
    }

    public JsonMap node(String name) {
        var labels = JsonMap.of("kubernetes.io/hostname", name);
        labels = chance(85) ? labels.with("zone", any(List.of("x", "y", "z"))) : labels;
        labels = chance(50) ? labels.with("disk", any(List.of("ssd", "hdd"))) : labels;
        var spec = JsonMap.of("taints", some(10, 3, this::taint));
        spec = chance(5) ? spec.with("unschedulable", true) : spec;
        var allocatable = JsonMap.of(
                "cpu",
                any(List.of("2", "4", "3500m")),
                "memory",
                any(List.of("4Gi", "8Gi")),
                "pods",
                any(List.of("6", "20")));
        return JsonMap.of(
                "metadata", JsonMap.of("name", name, "labels", labels),
                "spec", spec,
                "status", JsonMap.of("allocatable", allocatable));
    }

    private JsonMap taint() {
        return JsonMap.of(
                "key", any(List.of("k", "l")),
                "value", any(List.of("", "v")),
                "effect", any(List.of("NoSchedule", "NoExecute", "PreferNoSchedule", "PreferNoSchedule")));
    }

    public JsonMap pod(String name) {
        var labels = JsonMap.of("app", any(APPS), "version", any(List.of("1", "2")));
        var metadata = JsonMap.of("name", name, "namespace", any(List.of("one", "two")), "uid", name, "labels", labels);
        metadata = chance(10) ? metadata.with("deletionTimestamp", "2026-01-01T00:00:00Z") : metadata;
        var requests = chance(80) ? JsonMap.of("cpu", any(List.of("100m", "250m", "1"))) : JsonMap.EMPTY;
        requests = chance(60) ? requests.with("memory", any(List.of("128Mi", "1Gi"))) : requests;
        var container = JsonMap.of("name", "c", "resources", JsonMap.of("requests", requests));
        var spec = JsonMap.of(
                "containers", JsonList.of(container),
                "schedulerName", "default-scheduler",
                "tolerations", some(30, 2, this::toleration),
                "topologySpreadConstraints", some(20, 3, this::constraint),
                "affinity", affinity());
        spec = chance(10) ? spec.with("nodeSelector", JsonMap.of("disk", "ssd")) : spec;
        return JsonMap.of("metadata", metadata, "spec", spec);
    }

    private JsonMap toleration() {
        return JsonMap.of(
                "key", any(List.of("k", "l", "")),
                "operator", any(List.of("Exists", "Equal")),
                "value", any(List.of("", "v")),
                "effect", any(List.of("", "NoSchedule", "PreferNoSchedule")));
    }

    private JsonMap selector() {
        if (chance(10)) {
            return JsonMap.EMPTY;
        }
        if (chance(30)) {
            var expression = JsonMap.of(
                    "key", "app", "operator", any(List.of("In", "NotIn")), "values", JsonList.of(any(APPS), any(APPS)));
            return JsonMap.of("matchExpressions", JsonList.of(expression));
        }
        return JsonMap.of("matchLabels", JsonMap.of("app", any(APPS)));
    }

    private JsonMap constraint() {
        var constraint = JsonMap.of(
                "maxSkew", (long) random.nextInt(1, 4),
                "topologyKey", any(KEYS),
                "whenUnsatisfiable", any(List.of("DoNotSchedule", "ScheduleAnyway", "ScheduleAnyway")),
                "labelSelector", selector());
        constraint = chance(20) ? constraint.with("nodeAffinityPolicy", "Ignore") : constraint;
        constraint = chance(20) ? constraint.with("nodeTaintsPolicy", "Honor") : constraint;
        return chance(20) ? constraint.with("minDomains", (long) random.nextInt(1, 5)) : constraint;
    }

    private JsonMap affinity() {
        var affinity = JsonMap.EMPTY;
        if (chance(20)) {
            affinity = affinity.with("nodeAffinity", nodeAffinity());
        }
        if (chance(20)) {
            affinity = affinity.with("podAffinity", podAffinity(25));
        }
        return chance(35) ? affinity.with("podAntiAffinity", podAffinity(40)) : affinity;
    }

    private JsonMap nodeAffinity() {
        var wish = JsonMap.of("weight", (long) random.nextInt(1, 100), "preference", nodeTerm());
        var affinity = JsonMap.of("preferredDuringSchedulingIgnoredDuringExecution", JsonList.of(wish));
        return chance(50)
                ? affinity
                : affinity.with(
                        "requiredDuringSchedulingIgnoredDuringExecution",
                        JsonMap.of("nodeSelectorTerms", JsonList.of(nodeTerm(), nodeTerm())));
    }

    private JsonMap nodeTerm() {
        var expression = JsonMap.of(
                "key",
                "zone",
                "operator",
                any(List.of("In", "NotIn")),
                "values",
                JsonList.of(any(List.of("x", "y", "z"))));
        return JsonMap.of("matchExpressions", JsonList.of(expression));
    }

    private JsonMap podAffinity(int requiredPercent) {
        return JsonMap.of(
                "requiredDuringSchedulingIgnoredDuringExecution", some(requiredPercent, 2, this::term),
                "preferredDuringSchedulingIgnoredDuringExecution",
                        some(
                                40,
                                2,
                                () -> JsonMap.of("weight", (long) random.nextInt(1, 100), "podAffinityTerm", term())));
    }

    private JsonMap term() {
        var term = JsonMap.of("topologyKey", any(KEYS), "labelSelector", selector());
        term = chance(15) ? term.with("namespaces", JsonList.of("two")) : term;
        term = chance(15) ? term.with("matchLabelKeys", JsonList.of("version")) : term;
        return chance(15)
                ? term.with(
                        "namespaceSelector", JsonMap.of("matchLabels", JsonMap.of("team", any(List.of("red", "blue")))))
                : term;
    }
}
