package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quota.Amounts;
import dev.jibe.object.quota.PodTotals;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;

/**
 * Gives containers the resources that a namespace's limit ranges say, and refuses what is outside of them.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/policy/limit-range/">Limit Ranges</a>.
 */
public final class LimitRanger implements Admission.Mutating, Admission.Validating {

    private static final String BUCKET = "limitranges";
    private static final String NOTE = "kubernetes.io/limit-ranger";

    private final Store<JsonMap> store;

    public LimitRanger(Store<JsonMap> store) {
        this.store = store;
    }

    private List<JsonMap> ranges(Attributes attributes) {
        var ranges = new ArrayList<JsonMap>();
        for (var entry : store.latest().range(BUCKET, attributes.namespace() + "/", null, Integer.MAX_VALUE)) {
            ranges.add(entry.value());
        }
        return ranges;
    }

    private static List<JsonMap> limits(JsonMap range, String type) {
        return range.map("spec")
                .list("limits")
                .maps()
                .filter(limit -> limit.string("type").equals(type))
                .toList();
    }

    /** Containers cannot change later, unless by a resize. */
    private static boolean isPod(Attributes attributes) {
        return (attributes.isCreate() && attributes.isOf("", "pods"))
                || (attributes.isUpdate() && attributes.isOf("", "pods", "resize"));
    }

    private static boolean isClaim(Attributes attributes) {
        return (attributes.isCreate() || attributes.isUpdate()) && attributes.isOf("", "persistentvolumeclaims");
    }

    private static boolean isEnding(Attributes attributes) {
        return attributes.old().map("metadata").has("deletionTimestamp");
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        var pod = attributes.object();
        if (!isPod(attributes) || isEnding(attributes)) {
            return pod;
        }
        for (var range : ranges(attributes)) {
            pod = defaulted(pod, limits(range, "Container"));
        }
        return pod;
    }

    private static JsonMap defaulted(JsonMap pod, List<JsonMap> limits) {
        var notes = new ArrayList<String>();
        var spec = pod.map("spec");
        for (var key : List.of("containers", "initContainers")) {
            if (spec.has(key)) {
                var kind = key.equals("containers") ? "container" : "init container";
                spec = spec.with(key, spec.list(key).map(c -> container((JsonMap) c, limits, kind, notes)));
            }
        }
        if (notes.isEmpty()) {
            return pod;
        }
        var annotations = pod.map("metadata")
                .map("annotations")
                .with(NOTE, "LimitRanger plugin set: " + String.join("; ", notes));
        return pod.with("spec", spec).with("metadata", pod.map("metadata").with("annotations", annotations));
    }

    private static JsonMap container(JsonMap container, List<JsonMap> limits, String kind, List<String> notes) {
        var requests = JsonMap.EMPTY;
        var most = JsonMap.EMPTY;
        for (var limit : limits) {
            requests = overlaid(requests, limit.map("defaultRequest"));
            most = overlaid(most, limit.map("default"));
        }
        var name = container.string("name");
        var resources =
                merged(container.map("resources"), "requests", requests, " request for " + kind + " " + name, notes);
        resources = merged(resources, "limits", most, " limit for " + kind + " " + name, notes);
        return resources.isEmpty() ? container : container.with("resources", resources);
    }

    private static JsonMap overlaid(JsonMap first, JsonMap second) {
        var result = first;
        for (int i = 0; i < second.size(); i++) {
            result = result.with(second.keyAt(i), second.valueAt(i));
        }
        return result;
    }

    private static JsonMap merged(JsonMap resources, String side, JsonMap defaults, String what, List<String> notes) {
        var amounts = resources.map(side);
        var added = new TreeSet<String>();
        for (int i = 0; i < defaults.size(); i++) {
            if (!amounts.has(defaults.keyAt(i))) {
                amounts = amounts.with(defaults.keyAt(i), defaults.valueAt(i));
                added.add(defaults.keyAt(i));
            }
        }
        if (added.isEmpty()) {
            return resources;
        }
        notes.add(String.join(", ", added) + what);
        return resources.with(side, amounts);
    }

    @Override
    public void validate(Attributes attributes) {
        if (isEnding(attributes)) {
            return;
        }
        if (isPod(attributes)) {
            ranges(attributes).forEach(range -> refuse(attributes, wrongPod(range, attributes.object())));
        } else if (isClaim(attributes)) {
            var requests =
                    Amounts.of(attributes.object().map("spec").map("resources").map("requests"));
            for (var range : ranges(attributes)) {
                var problems = new ArrayList<String>();
                limits(range, "PersistentVolumeClaim")
                        .forEach(limit -> problems.addAll(LimitCheck.storage(limit, requests)));
                refuse(attributes, problems);
            }
        }
    }

    private static List<String> wrongPod(JsonMap range, JsonMap pod) {
        var problems = new ArrayList<String>();
        for (var limit : range.map("spec").list("limits").maps().toList()) {
            if (limit.string("type").equals("Container")) {
                for (var key : List.of("containers", "initContainers")) {
                    pod.map("spec").list(key).maps().forEach(c -> problems.addAll(wrongContainer(limit, c)));
                }
            } else if (limit.string("type").equals("Pod")) {
                var bare = pod.with("spec", pod.map("spec").without("overhead")).without("status");
                problems.addAll(LimitCheck.compute(limit, PodTotals.requests(bare), PodTotals.limits(bare)));
            }
        }
        return problems;
    }

    private static List<String> wrongContainer(JsonMap limit, JsonMap container) {
        var resources = container.map("resources");
        return LimitCheck.compute(limit, Amounts.of(resources.map("requests")), Amounts.of(resources.map("limits")));
    }

    private static void refuse(Attributes attributes, List<String> problems) {
        if (!problems.isEmpty()) {
            var distinct = List.copyOf(new LinkedHashSet<>(problems));
            throw attributes.forbidden(
                    distinct.size() == 1 ? distinct.getFirst() : "[" + String.join(", ", distinct) + "]");
        }
    }
}
