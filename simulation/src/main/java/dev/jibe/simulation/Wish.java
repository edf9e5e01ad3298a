package dev.jibe.simulation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.DaemonSet;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.StatefulSet;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;

/**
 * What the workload last asked for under a name.
 *
 * @param count of replicas, or of completions; a DaemonSet has none
 * @param cpus that each pod asks for; none if where it may be is narrow already
 */
record Wish(Sort sort, Placement placement, String name, int count, int image, int cpus) {

    static final String NAMESPACE = "default";

    /** The sorts of workloads. */
    enum Sort {
        DEPLOYMENT,
        STATEFUL_SET,
        DAEMON_SET,
        JOB
    }

    /** Where the pods may be. */
    enum Placement {
        ANYWHERE,
        /** Never two on a node. */
        APART,
        /** Never two more on a node than on another. */
        SPREAD;

        private static final String LABEL = "placement";

        static Placement of(Pod pod) {
            var label = pod.labels().getOrDefault(LABEL, "");
            return label.isEmpty() ? ANYWHERE : Placement.valueOf(label);
        }

        private JsonMap on(JsonMap podSpec, String app) {
            var selector = JsonMap.of("matchLabels", JsonMap.of("app", app));
            var hostname = "kubernetes.io/hostname";
            return switch (this) {
                case ANYWHERE -> podSpec;
                case APART -> {
                    var term = JsonMap.of("topologyKey", hostname, "labelSelector", selector);
                    var required = JsonMap.of("requiredDuringSchedulingIgnoredDuringExecution", JsonList.of(term));
                    yield podSpec.with("affinity", JsonMap.of("podAntiAffinity", required));
                }
                case SPREAD -> {
                    var constraint = JsonMap.of(
                            "maxSkew",
                            1L,
                            "topologyKey",
                            hostname,
                            "whenUnsatisfiable",
                            "DoNotSchedule",
                            "labelSelector",
                            selector);
                    yield podSpec.with("topologySpreadConstraints", JsonList.of(constraint));
                }
            };
        }
    }

    Kind<? extends ApiObject> kind() {
        return switch (sort) {
            case DEPLOYMENT -> Deployment.KIND;
            case STATEFUL_SET -> StatefulSet.KIND;
            case DAEMON_SET -> DaemonSet.KIND;
            case JOB -> Job.KIND;
        };
    }

    Wish withCount(int other) {
        return new Wish(sort, placement, name, other, image, cpus);
    }

    Wish withImage(int other) {
        return new Wish(sort, placement, name, count, other, cpus);
    }

    String imageName() {
        return "image:" + image;
    }

    /** The object, as somebody would write it. */
    JsonMap manifest() {
        var text = """
                apiVersion: %s
                kind: %s
                metadata: {name: %s, namespace: default}
                spec:
                %s
                  template:
                    metadata: {labels: {app: %s, placement: %s}}
                    spec:
                      %s
                      containers: [{name: main, image: "%s", resources: {%s}}]
                """.formatted(
                        kind().apiVersion(),
                        kind().kind(),
                        name,
                        own(),
                        name,
                        placement.name(),
                        sort == Sort.JOB ? "restartPolicy: Never" : "terminationGracePeriodSeconds: 1",
                        imageName(),
                        cpus == 0 ? "" : "requests: {cpu: " + cpus + "}");
        var manifest = (JsonMap) Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
        var spec = manifest.map("spec").map("template").map("spec");
        return manifest.withAt(placement.on(spec, name), "spec", "template", "spec");
    }

    private String own() {
        var selector = "  selector: {matchLabels: {app: %s}}".formatted(name);
        return switch (sort) {
            case DEPLOYMENT -> "  replicas: %d%n%s".formatted(count, selector);
            case STATEFUL_SET -> "  replicas: %d%n  serviceName: %s%n%s".formatted(count, name, selector);
            case DAEMON_SET -> selector;
            case JOB -> "  completions: %d%n  parallelism: 2%n  backoffLimit: 1000".formatted(count);
        };
    }
}
