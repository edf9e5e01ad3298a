package dev.jibe.server.bootstrap;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The priority levels and flow schemas that every cluster has.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#defaults">Default
 * configuration</a>.
 */
public final class FlowPolicy {

    private static final String API = "flowcontrol.apiserver.k8s.io/v1";
    private static final String AUTOUPDATE = "apf.kubernetes.io/autoupdate-spec";
    private static final JsonList ANY = JsonList.of("*");
    private static final long QUEUE_LENGTH = 50;
    private static final JsonMap EVERY_PATH = JsonMap.of("nonResourceURLs", ANY, "verbs", ANY);
    private static final JsonMap EVERY_RESOURCE =
            JsonMap.of("apiGroups", ANY, "clusterScope", true, "namespaces", ANY, "resources", ANY, "verbs", ANY);

    private FlowPolicy() {}

    /** Complete objects, levels before the schemas that name them. */
    public static List<JsonMap> objects() {
        var policy = (JsonMap) Yaml.parse(Bootstrap.read("fairness.yaml"));
        var objects = new ArrayList<JsonMap>();
        policy.map("levels").forEach((name, spec) -> objects.add(level(name, spec)));
        policy.list("schemas").maps().forEach(schema -> objects.add(schema(schema)));
        return objects;
    }

    /** The object as it should be, if it is one that the server keeps up to date and is different. */
    public static Optional<JsonMap> mended(JsonMap existing, JsonMap expected) {
        var metadata = existing.map("metadata");
        var name = metadata.string("name");
        var asked = metadata.map("annotations").string(AUTOUPDATE);
        boolean mandatory = name.equals("exempt") || name.equals("catch-all");
        boolean kept = mandatory || asked.equals("true") || (asked.isEmpty() && metadata.number("generation") == 1);
        if (!kept || existing.map("spec").equals(expected.map("spec"))) {
            return Optional.empty();
        }
        return Optional.of(
                existing.with("spec", expected.map("spec")).withAt("true", "metadata", "annotations", AUTOUPDATE));
    }

    private static JsonMap object(String kind, String name, JsonMap spec) {
        return JsonMap.of(
                "apiVersion",
                API,
                "kind",
                kind,
                "metadata",
                JsonMap.of("name", name, "annotations", JsonMap.of(AUTOUPDATE, "true")),
                "spec",
                spec);
    }

    private static JsonMap level(String name, Object spec) {
        if (spec instanceof JsonMap whole) {
            return object("PriorityLevelConfiguration", name, whole);
        }
        var figures = (JsonList) spec;
        var queuing =
                JsonMap.of("handSize", figures.get(3), "queueLengthLimit", QUEUE_LENGTH, "queues", figures.get(2));
        var limited = JsonMap.of(
                "lendablePercent", figures.get(1),
                "limitResponse", JsonMap.of("queuing", queuing, "type", "Queue"),
                "nominalConcurrencyShares", figures.get(0));
        return object("PriorityLevelConfiguration", name, JsonMap.of("limited", limited, "type", "Limited"));
    }

    private static JsonMap schema(JsonMap schema) {
        var rule = JsonMap.of("subjects", JsonList.copyOf(subjects(schema)));
        boolean all = !schema.has("resources") && !schema.has("paths");
        var resources = all ? JsonList.of(EVERY_RESOURCE) : schema.list("resources");
        var paths = all ? JsonList.of(EVERY_PATH) : schema.list("paths");
        rule = resources.isEmpty() ? rule : rule.with("resourceRules", resources);
        rule = paths.isEmpty() ? rule : rule.with("nonResourceRules", paths);
        var spec = JsonMap.of(
                "matchingPrecedence", schema.number("precedence"),
                "priorityLevelConfiguration", JsonMap.of("name", schema.string("level")),
                "rules", JsonList.of(rule));
        var by = schema.string("by");
        return object(
                "FlowSchema",
                schema.string("name"),
                by.isEmpty() ? spec : spec.with("distinguisherMethod", JsonMap.of("type", by)));
    }

    private static List<JsonMap> subjects(JsonMap schema) {
        var subjects = new ArrayList<JsonMap>();
        schema.list("groups")
                .strings()
                .forEach(name -> subjects.add(JsonMap.of("kind", "Group", "group", JsonMap.of("name", name))));
        schema.list("users")
                .strings()
                .forEach(name -> subjects.add(JsonMap.of("kind", "User", "user", JsonMap.of("name", name))));
        var accounts = schema.string("accounts");
        if (!accounts.isEmpty()) {
            subjects.add(JsonMap.of(
                    "kind", "ServiceAccount", "serviceAccount", JsonMap.of("name", "*", "namespace", accounts)));
        }
        return subjects;
    }
}
