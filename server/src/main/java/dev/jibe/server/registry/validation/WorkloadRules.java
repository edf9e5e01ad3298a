package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.RawJson;
import dev.jibe.server.registry.Semantic;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What runs pods for ever: the numbers, the selector, the template, and how it is replaced.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/">Workload Management</a>.
 */
final class WorkloadRules {

    private static final String MISMATCH = "`selector` does not match template `labels`";

    private WorkloadRules() {}

    static void deployment(Place object) {
        var spec = object.in("spec");
        spec.notNegative("replicas");
        selector(spec, "deployment");
        replicated(spec, spec.get("selector") instanceof JsonMap map ? map : null, "ReplicaSet");
        strategy(spec.in("strategy"));
        spec.notNegative("minReadySeconds");
        spec.notNegative("revisionHistoryLimit");
        if (spec.has("progressDeadlineSeconds")) {
            spec.notNegative("progressDeadlineSeconds");
            long deadline = spec.number("progressDeadlineSeconds");
            if (deadline <= spec.number("minReadySeconds")) {
                spec.invalid("progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
            }
        }
    }

    private static void selector(Place spec, String kind) {
        if (!spec.has("selector")) {
            spec.required("selector");
            return;
        }
        SelectorRules.labels(spec, "selector");
        notEmpty(spec, kind);
    }

    private static void notEmpty(Place spec, String kind) {
        var selector = spec.map("selector");
        if (selector.map("matchLabels").isEmpty()
                && selector.list("matchExpressions").isEmpty()) {
            spec.invalid("selector", SelectorRules.shown(selector), "empty selector is invalid for " + kind);
        }
    }

    private static boolean isBroken(Place spec) {
        return SelectorRules.isBroken(spec.map("selector"));
    }

    /** A template whose pods the selector finds, and which run for ever. */
    private static void replicated(Place spec, @Nullable JsonMap selector, String kind) {
        if (selector != null && isBroken(spec)) {
            spec.invalid("selector", SelectorRules.shown(selector), "invalid label selector");
            return;
        }
        if (selector == null || !selector.isEmpty()) {
            matches(spec, selector);
        }
        PodKinds.template(spec.in("template"));
        forever(spec, kind);
    }

    static void matches(Place spec, @Nullable JsonMap selector) {
        var metadata = spec.map("template").map("metadata");
        // With a selector that is none nothing can be told.
        if (selector != null && SelectorRules.isBroken(selector)) {
            return;
        }
        if (selector == null || !SelectorRules.matches(selector, metadata.map("labels"))) {
            spec.in("template").in("metadata").invalid("labels", metadata.get("labels"), MISMATCH);
        }
    }

    private static void forever(Place spec, String kind) {
        var pod = spec.in("template").in("spec");
        if (!pod.text("restartPolicy").equals("Always")) {
            pod.unsupported("restartPolicy", pod.text("restartPolicy"), List.of("Always"));
        }
        if (pod.has("activeDeadlineSeconds")) {
            pod.forbidden("activeDeadlineSeconds", "activeDeadlineSeconds in " + kind + " is not Supported");
        }
    }

    private static void strategy(Place strategy) {
        switch (strategy.text("type")) {
            case "Recreate" -> {
                if (strategy.has("rollingUpdate")) {
                    strategy.forbidden("rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> {
                var rolling = strategy.in("rollingUpdate");
                Counts.check(rolling, "maxUnavailable");
                Counts.check(rolling, "maxSurge");
                if (Counts.isNothing(rolling.get("maxUnavailable")) && Counts.isNothing(rolling.get("maxSurge"))) {
                    rolling.invalid(
                            "maxUnavailable", rolling.get("maxUnavailable"), "may not be 0 when `maxSurge` is 0");
                }
                Counts.notOverHundredPercent(rolling, "maxUnavailable");
            }
            default ->
                strategy.unsupported(
                        "", GoStructs.text("RollingStrategy", strategy.map()), List.of("Recreate", "RollingUpdate"));
        }
    }

    static void replicaSet(Place object) {
        var spec = object.in("spec");
        spec.notNegative("replicas");
        spec.notNegative("minReadySeconds");
        selector(spec, "deployment");
        replicated(spec, spec.get("selector") instanceof JsonMap map ? map : null, "ReplicaSet");
    }

    static void replicationController(Place object) {
        var spec = object.in("spec");
        spec.notNegative("minReadySeconds");
        if (spec.map("selector").isEmpty()) {
            spec.required("selector");
        }
        spec.notNegative("replicas");
        if (!spec.has("template")) {
            spec.required("template");
            return;
        }
        var selector = spec.map("selector");
        var labels = spec.map("template").map("metadata").map("labels");
        boolean found = selector.strings().entrySet().stream()
                .allMatch(e -> e.getValue().equals(labels.get(e.getKey())));
        if (!found) {
            var metadata = spec.in("template").in("metadata");
            metadata.invalid("labels", metadata.get("labels"), MISMATCH);
        }
        replicated(spec, JsonMap.EMPTY, "ReplicationController");
    }

    static void daemonSet(Place object) {
        var spec = object.in("spec");
        SelectorRules.labels(spec, "selector");
        if (!isBroken(spec)) {
            matches(spec, spec.get("selector") instanceof JsonMap map ? map : null);
        }
        if (spec.has("selector")) {
            notEmpty(spec, "daemonset");
        }
        PodKinds.template(spec.in("template"));
        forever(spec, "DaemonSet");
        spec.notNegative("minReadySeconds");
        daemonStrategy(spec.in("updateStrategy"));
        spec.notNegative("revisionHistoryLimit");
    }

    private static void daemonStrategy(Place strategy) {
        switch (strategy.text("type")) {
            case "OnDelete" -> {
                // Nothing more to say.
            }
            case "RollingUpdate" -> {
                if (!strategy.has("rollingUpdate")) {
                    strategy.required("rollingUpdate");
                    return;
                }
                var rolling = strategy.in("rollingUpdate");
                for (var key : List.of("maxUnavailable", "maxSurge")) {
                    Counts.check(rolling, key);
                    Counts.notOverHundredPercent(rolling, key);
                }
                boolean unavailable = !Counts.isNothing(rolling.get("maxUnavailable"));
                boolean surge = !Counts.isNothing(rolling.get("maxSurge"));
                if (unavailable && surge) {
                    rolling.invalid(
                            "maxSurge", rolling.get("maxSurge"), "may not be set when maxUnavailable is non-zero");
                } else if (!unavailable && !surge) {
                    rolling.required("maxUnavailable", "cannot be 0 when maxSurge is 0");
                }
            }
            default ->
                strategy.unsupported(
                        "", GoStructs.text("RollingStrategy", strategy.map()), List.of("RollingUpdate", "OnDelete"));
        }
    }

    static void statefulSet(Place object) {
        statefulSet(
                object,
                spec -> spec.each("volumeClaimTemplates", claim -> StorageRules.claimSpec(claim.in("spec"))),
                spec -> spec.namedIfSet("serviceName", Naming.LABEL));
    }

    /** The templates of claims and the name of the service cannot change: they are not looked at again. */
    static void changedStatefulSet(Place object) {
        statefulSet(object, spec -> {}, spec -> {});
    }

    private static void statefulSet(Place object, Consumer<Place> claims, Consumer<Place> service) {
        var spec = object.in("spec");
        if (spec.need("podManagementPolicy")
                && !List.of("OrderedReady", "Parallel").contains(spec.text("podManagementPolicy"))) {
            spec.invalid(
                    "podManagementPolicy", spec.text("podManagementPolicy"), "must be 'OrderedReady' or 'Parallel'");
        }
        setStrategy(spec);
        if (spec.has("persistentVolumeClaimRetentionPolicy")) {
            var policy = spec.in("persistentVolumeClaimRetentionPolicy");
            policy.oneOf("whenDeleted", List.of("Retain", "Delete"));
            policy.oneOf("whenScaled", List.of("Retain", "Delete"));
        }
        claims.accept(spec);
        spec.notNegative("replicas");
        spec.notNegative("minReadySeconds");
        if (spec.has("ordinals")) {
            spec.in("ordinals").notNegative("start");
        }
        service.accept(spec);
        selector(spec, "statefulset");
        var selector = spec.get("selector") instanceof JsonMap map ? map : null;
        if (selector != null && isBroken(spec)) {
            spec.invalid("selector", SelectorRules.shown(selector), "");
        } else {
            if (selector == null || !selector.isEmpty()) {
                matches(spec, selector);
            }
            PodKinds.setTemplate(spec.as(withClaims(spec.map())).in("template"));
        }
        forever(spec, "StatefulSet");
    }

    /** The template with the volumes that the claims will be. */
    private static JsonMap withClaims(JsonMap spec) {
        if (!spec.has("volumeClaimTemplates")) {
            return spec;
        }
        var pod = spec.map("template").map("spec");
        var volumes = JsonList.EMPTY;
        for (var claim : spec.list("volumeClaimTemplates").maps().toList()) {
            var name = claim.map("metadata").string("name");
            boolean there = Stream.concat(pod.list("volumes").maps(), volumes.maps())
                    .anyMatch(v -> v.string("name").equals(name));
            volumes = there
                    ? volumes
                    : volumes.with(JsonMap.of("name", name, "persistentVolumeClaim", JsonMap.of("claimName", name)));
        }
        for (var volume : pod.list("volumes")) {
            volumes = volumes.with(volume);
        }
        return spec.withAt(volumes, "template", "spec", "volumes");
    }

    private static void setStrategy(Place spec) {
        var strategy = spec.in("updateStrategy");
        switch (strategy.text("type")) {
            case "" -> spec.required("updateStrategy");
            case "OnDelete" -> {
                if (strategy.has("rollingUpdate")) {
                    strategy.invalid(
                            "rollingUpdate",
                            GoStructs.text("SetRollingUpdate", strategy.map("rollingUpdate")),
                            "only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" -> {
                var rolling = strategy.in("rollingUpdate");
                rolling.notNegative("partition");
                if (rolling.has("maxUnavailable")) {
                    Counts.check(rolling, "maxUnavailable");
                    if (Counts.isNothing(rolling.get("maxUnavailable"))) {
                        rolling.invalid("maxUnavailable", rolling.get("maxUnavailable"), "cannot be 0");
                    }
                    Counts.notOverHundredPercent(rolling, "maxUnavailable");
                }
            }
            default ->
                spec.invalid(
                        "updateStrategy",
                        GoStructs.text("SetStrategy", strategy.map()),
                        "must be 'RollingUpdate' or 'OnDelete'");
        }
    }

    /** The selector of a workload is what makes its pods its own: it stays. */
    static void sameSelector(Place object, JsonMap old) {
        var spec = object.in("spec");
        if (!spec.map("selector").equals(old.map("spec").map("selector"))) {
            spec.invalid(
                    "selector",
                    spec.has("selector") ? SelectorRules.shown(spec.map("selector")) : null,
                    "field is immutable");
        }
    }

    static void sameStatefulSet(Place object, JsonMap old) {
        var now = object.map("spec");
        var then = old.map("spec");
        for (var key : List.of(
                "replicas",
                "ordinals",
                "template",
                "updateStrategy",
                "revisionHistoryLimit",
                "persistentVolumeClaimRetentionPolicy",
                "minReadySeconds")) {
            now = now.without(key);
            then = then.without(key);
        }
        if (!Semantic.equal(now, then)) {
            object.forbidden(
                    "spec",
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                            + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                            + " 'minReadySeconds' are forbidden");
        }
    }

    static void controllerRevision(Place object) {
        object.notNegative("revision");
        if (object.get("data") == null || object.get("data") == Null.NULL) {
            object.required("data", "data is mandatory");
        } else if (!(object.get("data") instanceof JsonMap || object.get("data") instanceof RawJson)) {
            object.required("data", "data must be a valid JSON object");
        }
    }

    static void sameRevision(Place object, JsonMap old) {
        object.notNegative("revision");
        // Raw bytes are compared: nothing is not the same as an empty object.
        if (!Objects.equals(object.get("data"), old.get("data"))) {
            object.invalid("data", object.get("data"), "field is immutable");
        }
    }
}
