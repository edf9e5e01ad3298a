package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import java.util.List;
import java.util.Objects;

/**
 * A pod, and what the scheduler reads of it once.
 *
 * @param key its namespace and name
 * @param isTerminating whether it is being deleted
 * @param volumes those that its place depends on: claims, and disks that not all can share
 */
public record PodInfo(Pod pod, String key, boolean isTerminating, List<JsonMap> volumes, Template template) {

    private static final List<String> KINDS_OF_VOLUMES =
            List.of("persistentVolumeClaim", "ephemeral", "gcePersistentDisk", "awsElasticBlockStore", "iscsi", "rbd");

    /** Parts of a spec that matter here; they are hardly ever changed, so that most states of a pod share them. */
    private static final List<String> LASTING = List.of(
            "containers",
            "initContainers",
            "affinity",
            "nodeSelector",
            "tolerations",
            "volumes",
            "resources",
            "overhead",
            "topologySpreadConstraints",
            "priority");

    /** A pod that shares its template with those that are equal to it. */
    public static PodInfo of(Pod pod, Templates templates) {
        return of(pod, templates.of(pod));
    }

    public static PodInfo of(Pod pod) {
        return of(pod, Templates.alone(pod));
    }

    private static PodInfo of(Pod pod, Template template) {
        var volumes = pod.tree()
                .map("spec")
                .list("volumes")
                .maps()
                .filter(volume -> KINDS_OF_VOLUMES.stream().anyMatch(volume::has))
                .toList();
        return new PodInfo(pod, pod.namespace() + "/" + pod.name(), pod.isTerminating(), volumes, template);
    }

    /** What is known of a newer state of the same pod. */
    public PodInfo with(Pod newer, Templates templates) {
        var before = pod.tree();
        var now = newer.tree();
        boolean same = pod.uid().equals(newer.uid())
                && LASTING.stream()
                        .allMatch(part -> Objects.equals(
                                before.map("spec").get(part), now.map("spec").get(part)))
                && before.map("metadata")
                        .map("labels")
                        .equals(now.map("metadata").map("labels"))
                && now.map("status").list("containerStatuses").isEmpty();
        return same ? new PodInfo(newer, key, newer.isTerminating(), volumes, template) : of(newer, templates);
    }

    public JsonMap spec() {
        return pod.tree().map("spec");
    }

    public JsonMap labels() {
        return template.labels();
    }

    public Resources requests() {
        return template.requests();
    }

    public List<HostPort> hostPorts() {
        return template.hostPorts();
    }

    /** When it started, as the API writes times; a pod that has not started is younger than all that have. */
    public String startTime() {
        var started = pod.tree().map("status").string("startTime");
        return started.isEmpty() ? "~" : started;
    }

    public long priority() {
        return template.priority();
    }
}
