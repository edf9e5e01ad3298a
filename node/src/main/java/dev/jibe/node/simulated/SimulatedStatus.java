package dev.jibe.node.simulated;

import dev.jibe.node.launch.QualityOfService;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The status of a pod on a simulated node: what its life says, in the words of a node agent. */
final class SimulatedStatus {
    private final Pod pod;
    private final Life life;
    private final String now;

    private SimulatedStatus(Pod pod, Life life, Instant now) {
        this.pod = pod;
        this.life = life;
        this.now = time(now);
    }

    static JsonMap of(Pod pod, Life life, String podIp, String hostIp, Instant now) {
        return new SimulatedStatus(pod, life, now).status(podIp, hostIp);
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private JsonMap status(String podIp, String hostIp) {
        var status = JsonMap.builder()
                .put("phase", phase())
                .put("conditions", conditions())
                .put("startTime", time(life.started()))
                .put("qosClass", QualityOfService.of(pod).text())
                .put("observedGeneration", pod.metadata().generation())
                .put("hostIP", hostIp)
                .put("hostIPs", JsonList.of(JsonMap.of("ip", hostIp)))
                .put("podIP", podIp)
                .put("podIPs", JsonList.of(JsonMap.of("ip", podIp)))
                .put("containerStatuses", containers(pod.spec().containers()));
        if (pod.spec().hasInitContainers()) {
            status.put("initContainerStatuses", initContainers());
        }
        return status.build();
    }

    private String phase() {
        return switch (life.state()) {
            case Life.Running running -> "Running";
            case Life.BackingOff backingOff -> "Running";
            case Life.Ended(var began, var at, int exitCode) -> exitCode == 0 ? "Succeeded" : "Failed";
        };
    }

    private JsonList conditions() {
        boolean ready = life.state() instanceof Life.Running(var since, boolean isReady) && isReady;
        var unready = switch (life.state()) {
            case Life.Ended(var began, var at, int exitCode) -> exitCode == 0 ? "PodCompleted" : "PodFailed";
            case Life.Running running -> "ContainersNotReady";
            case Life.BackingOff backingOff -> "ContainersNotReady";
        };
        return JsonList.of(
                condition("PodReadyToStartContainers", !life.isOver(), ""),
                condition("Initialized", true, phase().equals("Succeeded") ? "PodCompleted" : ""),
                condition("Ready", ready, ready ? "" : unready),
                condition("ContainersReady", ready, ready ? "" : unready),
                condition("PodScheduled", true, ""));
    }

    /** Whether it is so since now or has been so before. */
    private JsonMap condition(String type, boolean holds, String reason) {
        var status = holds ? "True" : "False";
        var since = pod.status().conditions().stream()
                .filter(it -> it.type().equals(type) && it.status().equals(status))
                .findFirst()
                .map(it -> time(it.lastTransitionTime()))
                .orElse(now);
        var condition = JsonMap.of("type", type, "status", status, "lastTransitionTime", since);
        return reason.isEmpty() ? condition : condition.with("reason", reason);
    }

    private JsonList containers(List<Container> containers) {
        return JsonList.copyOf(
                containers.stream().map(container -> container(container, life)).toList());
    }

    /** Those that run beside the others do as they do; all others have run. */
    private JsonList initContainers() {
        var over = new Life(life.started(), 0, Optional.empty(), new Life.Ended(life.started(), life.started(), 0));
        return JsonList.copyOf(pod.spec().initContainers().stream()
                .map(container -> container(container, container.restartPolicy().equals("Always") ? life : over))
                .toList());
    }

    private JsonMap container(Container container, Life of) {
        var id = "fake://" + pod.uid() + "-" + container.name();
        var state = switch (of.state()) {
            case Life.Running(var since, boolean ready) -> JsonMap.of("running", JsonMap.of("startedAt", time(since)));
            case Life.BackingOff(var pause) ->
                JsonMap.of(
                        "waiting",
                        JsonMap.of(
                                "reason",
                                "CrashLoopBackOff",
                                "message",
                                "back-off " + pause.toSeconds() + "s restarting failed container="
                                        + container.name() + " pod=" + pod.name() + "_" + pod.namespace() + "("
                                        + pod.uid() + ")"));
            case Life.Ended ended -> terminated(ended, id);
        };
        boolean running = of.state() instanceof Life.Running;
        var resources = container.resources().tree();
        var status = JsonMap.builder()
                .put("name", container.name())
                .put("image", container.image())
                .put("imageID", container.image())
                .put("resources", resources)
                .put("containerID", id)
                .put("restartCount", (long) of.restarts())
                .put("ready", of.state() instanceof Life.Running(var since, boolean ready) && ready)
                .put("started", running)
                .put("state", state)
                .put("lastState", of.last().map(ended -> terminated(ended, id)).orElse(JsonMap.EMPTY));
        return (resources.has("requests") ? status.put("allocatedResources", resources.map("requests")) : status)
                .build();
    }

    private static JsonMap terminated(Life.Ended ended, String id) {
        return JsonMap.of(
                "terminated",
                JsonMap.builder()
                        .put("exitCode", (long) ended.exitCode())
                        .put("reason", ended.exitCode() == 0 ? "Completed" : "Error")
                        .put("containerID", id)
                        .put("startedAt", time(ended.began()))
                        .put("finishedAt", time(ended.at()))
                        .build());
    }
}
