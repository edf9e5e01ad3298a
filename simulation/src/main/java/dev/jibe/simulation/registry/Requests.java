package dev.jibe.simulation.registry;

import dev.jibe.client.Call;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Acts as calls of the API. */
final class Requests {

    private Requests() {}

    static Call of(Act act, boolean isDry) {
        return switch (act) {
            case Act.Create create -> {
                var body = Fields.put(whole(create.subject()), create.fields());
                yield new Call("POST", create.subject().collection(), query(create.manager(), isDry), Call.JSON, body);
            }
            case Act.Replace replace -> {
                var body = Fields.put(begun(replace.subject()), replace.fields());
                body = replace.spec().isEmpty() ? body : body.with("spec", replace.spec());
                body = identified(body, replace.version(), replace.uid());
                yield new Call(
                        "PUT",
                        path(replace.subject(), replace.status()),
                        query(replace.manager(), isDry),
                        Call.JSON,
                        body);
            }
            case Act.Merge merge ->
                new Call(
                        "PATCH",
                        path(merge.subject(), merge.status()),
                        query(merge.manager(), isDry),
                        merge.strategic() ? "application/strategic-merge-patch+json" : "application/merge-patch+json",
                        merge(merge));
            case Act.Edit edit ->
                new Call(
                        "PATCH",
                        edit.subject().path(),
                        query(edit.manager(), isDry),
                        "application/json-patch+json",
                        edit(edit));
            case Act.Apply apply -> {
                var query = query(apply.manager(), isDry);
                if (apply.force()) {
                    query.put("force", "true");
                }
                var begun = apply.status() ? begun(apply.subject()) : whole(apply.subject());
                var body = identified(Fields.put(begun, apply.fields()), apply.version(), "");
                yield new Call(
                        "PATCH",
                        path(apply.subject(), apply.status()),
                        query,
                        "application/apply-patch+yaml",
                        body.withoutAt("metadata", "namespace"));
            }
            case Act.Delete delete ->
                new Call("DELETE", delete.subject().path(), Map.of(), Call.JSON, options(delete, isDry));
        };
    }

    private static Map<String, String> dry(boolean isDry) {
        var query = new HashMap<String, String>();
        if (isDry) {
            query.put("dryRun", "All");
        }
        return query;
    }

    private static Map<String, String> query(String manager, boolean isDry) {
        var query = dry(isDry);
        query.put("fieldManager", manager);
        return query;
    }

    private static String path(Subject subject, boolean status) {
        return subject.path() + (status ? "/status" : "");
    }

    private static JsonMap begun(Subject subject) {
        var metadata = JsonMap.of("name", subject.name(), "namespace", subject.namespace());
        return JsonMap.of(
                "apiVersion",
                subject.sort().apiVersion(),
                "kind",
                subject.sort().kind(),
                "metadata",
                metadata);
    }

    /** The object with what its kind requires. */
    private static JsonMap whole(Subject subject) {
        var begun = begun(subject);
        if (subject.sort() != Sort.POD) {
            return begun;
        }
        var container = JsonMap.of("name", "c", "image", "example.com/i");
        var spec = JsonMap.of("automountServiceAccountToken", false, "containers", JsonList.of(container));
        return begun.with("spec", subject.isBound() ? spec.with("nodeName", "n") : spec);
    }

    private static JsonMap identified(JsonMap body, String version, String uid) {
        var result = version.isEmpty() ? body : body.withAt(version, "metadata", "resourceVersion");
        return uid.isEmpty() ? result : result.withAt(uid, "metadata", "uid");
    }

    private static JsonMap merge(Act.Merge merge) {
        var body = JsonMap.EMPTY;
        for (var change : merge.changes().entrySet()) {
            body = Fields.putAt(
                    body,
                    change.getKey(),
                    change.getValue().isPresent() ? change.getValue().get() : Null.NULL);
        }
        if (merge.whole()) {
            body = Fields.putAt(body, merge.subject().sort().content() + "/$patch", "replace");
        }
        if (merge.finalizers().isPresent()) {
            body = body.withAt(JsonList.copyOf(merge.finalizers().get()), "metadata", "finalizers");
        }
        if (!merge.dropped().isEmpty()) {
            body = body.withAt(JsonList.copyOf(merge.dropped()), "metadata", "$deleteFromPrimitiveList/finalizers");
        }
        return identified(body, merge.version(), "");
    }

    private static JsonList edit(Act.Edit edit) {
        List<Object> steps = new ArrayList<>();
        if (!edit.version().isEmpty()) {
            steps.add(JsonMap.of("op", "test", "path", "/metadata/resourceVersion", "value", edit.version()));
        }
        for (var step : edit.steps()) {
            var pointer = "/" + String.join("/", Fields.container(step.path())) + "/"
                    + Fields.key(step.path()).replace("~", "~0").replace("/", "~1");
            var made = JsonMap.of("op", step.operation(), "path", pointer);
            steps.add(step.operation().equals("remove") ? made : made.with("value", step.value()));
        }
        return JsonList.copyOf(steps);
    }

    private static JsonMap options(Act.Delete delete, boolean isDry) {
        var options = JsonMap.of("apiVersion", "v1", "kind", "DeleteOptions");
        if (isDry) {
            options = options.with("dryRun", JsonList.of("All"));
        }
        if (delete.grace().isPresent()) {
            options = options.with("gracePeriodSeconds", delete.grace().getAsLong());
        }
        if (!delete.propagation().isEmpty()) {
            options = options.with("propagationPolicy", delete.propagation());
        }
        if (!delete.uid().isEmpty()) {
            options = options.withAt(delete.uid(), "preconditions", "uid");
        }
        return delete.version().isEmpty()
                ? options
                : options.withAt(delete.version(), "preconditions", "resourceVersion");
    }
}
