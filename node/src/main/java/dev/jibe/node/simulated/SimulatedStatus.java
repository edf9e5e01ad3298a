package dev.jibe.node.simulated;

import dev.jibe.node.launch.QualityOfService;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The status of a pod on a simulated node: everything runs and is ready, or everything has succeeded. */
final class SimulatedStatus {
    private SimulatedStatus() {}

    static JsonMap running(Pod pod, String podIp, String hostIp, Instant now) {
        return status(pod, podIp, hostIp, now, false);
    }

    static JsonMap succeeded(Pod pod, String podIp, String hostIp, Instant now) {
        return status(pod, podIp, hostIp, now, true);
    }

    private static JsonMap status(Pod pod, String podIp, String hostIp, Instant now, boolean over) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        JsonList conditions = JsonList.of(
                condition("PodReadyToStartContainers", !over, "", time),
                condition("Initialized", true, over ? "PodCompleted" : "", time),
                condition("Ready", !over, over ? "PodCompleted" : "", time),
                condition("ContainersReady", !over, over ? "PodCompleted" : "", time),
                condition("PodScheduled", true, "", time));
        var status = JsonMap.builder()
                .put("phase", over ? "Succeeded" : "Running")
                .put("conditions", conditions)
                .put("startTime", time)
                .put("qosClass", QualityOfService.of(pod).text())
                .put("observedGeneration", pod.metadata().generation())
                .put("hostIP", hostIp)
                .put("hostIPs", JsonList.of(JsonMap.of("ip", hostIp)))
                .put("podIP", podIp)
                .put("podIPs", JsonList.of(JsonMap.of("ip", podIp)))
                .put("containerStatuses", containers(pod, pod.spec().containers(), time, over));
        if (pod.spec().hasInitContainers()) {
            status.put("initContainerStatuses", containers(pod, pod.spec().initContainers(), time, true));
        }
        return status.build();
    }

    private static JsonMap condition(String type, boolean holds, String reason, String time) {
        JsonMap condition = JsonMap.of("type", type, "status", holds ? "True" : "False", "lastTransitionTime", time);
        return reason.isEmpty() ? condition : condition.with("reason", reason);
    }

    private static JsonList containers(Pod pod, List<Container> containers, String time, boolean over) {
        return JsonList.copyOf(containers.stream()
                .map(container -> container(
                        pod, container, time, over && !container.restartPolicy().equals("Always")))
                .toList());
    }

    private static JsonMap container(Pod pod, Container container, String time, boolean over) {
        String id = "fake://" + pod.uid() + "-" + container.name();
        JsonMap state = over
                ? JsonMap.of(
                        "terminated",
                        JsonMap.of(
                                "exitCode",
                                0L,
                                "reason",
                                "Completed",
                                "containerID",
                                id,
                                "startedAt",
                                time,
                                "finishedAt",
                                time))
                : JsonMap.of("running", JsonMap.of("startedAt", time));
        return JsonMap.builder()
                .put("name", container.name())
                .put("image", container.image())
                .put("imageID", container.image())
                .put("containerID", id)
                .put("restartCount", 0L)
                .put("ready", !over)
                .put("started", !over)
                .put("state", state)
                .put("lastState", JsonMap.EMPTY)
                .build();
    }
}
