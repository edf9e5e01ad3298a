package dev.jibe.server.bootstrap;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.yaml.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The APIService objects of the groups that the server serves itself.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/">Kubernetes API
 * Aggregation Layer</a>.
 */
public final class LocalServices {

    private LocalServices() {}

    /** Complete objects, with the status that they have for ever. */
    public static List<JsonMap> objects(Instant now) {
        var objects = new ArrayList<JsonMap>();
        ((JsonMap) Yaml.parse(Bootstrap.read("apiservices.yaml")))
                .forEach((name, priorities) -> objects.add(service(name, (JsonList) priorities, now)));
        return objects;
    }

    private static JsonMap service(String name, JsonList priorities, Instant now) {
        int dot = name.indexOf('.');
        var group = name.substring(dot + 1);
        var spec = JsonMap.of(
                "version", name.substring(0, dot),
                "groupPriorityMinimum", priorities.get(0),
                "versionPriority", priorities.get(1));
        var condition = JsonMap.of(
                "type",
                "Available",
                "status",
                "True",
                "reason",
                "Local",
                "message",
                "Local APIServices are always available",
                "lastTransitionTime",
                Times.seconds(now));
        return JsonMap.of(
                "apiVersion",
                "apiregistration.k8s.io/v1",
                "kind",
                "APIService",
                "metadata",
                JsonMap.of("name", name, "labels", JsonMap.of("kube-aggregator.kubernetes.io/automanaged", "onstart")),
                "spec",
                group.isEmpty() ? spec : spec.with("group", group),
                "status",
                JsonMap.of("conditions", JsonList.of(condition)));
    }
}
