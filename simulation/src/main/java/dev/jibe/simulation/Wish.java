package dev.jibe.simulation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.DaemonSet;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.StatefulSet;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;

/**
 * What the workload last asked for under a name.
 *
 * @param count of replicas, or of completions; a DaemonSet has none
 * @param cpus that each pod asks for
 */
record Wish(Sort sort, String name, int count, int image, int cpus) {

    static final String NAMESPACE = "default";

    /** The sorts of workloads. */
    enum Sort {
        DEPLOYMENT,
        STATEFUL_SET,
        DAEMON_SET,
        JOB
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
        return new Wish(sort, name, other, image, cpus);
    }

    Wish withImage(int other) {
        return new Wish(sort, name, count, other, cpus);
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
                    metadata: {labels: {app: %s}}
                    spec:
                      %s
                      containers: [{name: main, image: "%s", resources: {requests: {cpu: %d}}}]
                """.formatted(
                        kind().apiVersion(),
                        kind().kind(),
                        name,
                        own(),
                        name,
                        sort == Sort.JOB ? "restartPolicy: Never" : "terminationGracePeriodSeconds: 1",
                        imageName(),
                        cpus);
        return (JsonMap) Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private String own() {
        var selector = "  selector: {matchLabels: {app: %s}}".formatted(name);
        return switch (sort) {
            case DEPLOYMENT -> "  replicas: %d%n%s".formatted(count, selector);
            case STATEFUL_SET -> "  replicas: %d%n  serviceName: %s%n%s".formatted(count, name, selector);
            case DAEMON_SET -> selector;
            case JOB -> "  completions: %d%n  parallelism: 2".formatted(count);
        };
    }
}
