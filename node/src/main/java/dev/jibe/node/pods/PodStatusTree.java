package dev.jibe.node.pods;

import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.launch.QualityOfService;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The status of a pod as the node writes it into the API. */
final class PodStatusTree {
    private PodStatusTree() {}

    static JsonMap of(Observed observed, Optional<Ending> ending) {
        Pod pod = observed.pod();
        String phase = phase(observed, ending);
        var status = JsonMap.builder()
                .put("phase", phase)
                .put("conditions", Conditions.of(observed, phase))
                .put("startTime", Times.text(observed.startedAt()))
                .put("qosClass", QualityOfService.of(pod).text())
                .put("observedGeneration", pod.metadata().generation());
        putAddresses(status, observed);
        putResources(status, observed);
        JsonList main = ContainerStatuses.of(observed, ContainerStatuses.Part.MAIN);
        status.put("containerStatuses", main);
        if (pod.spec().hasInitContainers()) {
            status.put("initContainerStatuses", ContainerStatuses.of(observed, ContainerStatuses.Part.INIT));
        }
        if (pod.spec().hasEphemeralContainers()) {
            status.put("ephemeralContainerStatuses", ContainerStatuses.of(observed, ContainerStatuses.Part.EPHEMERAL));
        }
        if (ending.isPresent() && ending.get() instanceof Ending.Failed failed) {
            status.put("reason", failed.reason()).put("message", failed.message());
        }
        return status.build();
    }

    /** Of a pod that asks for resources as a whole: what it was promised, and has once that has come to its cgroup. */
    private static void putResources(JsonMap.Builder status, Observed observed) {
        JsonMap promised = observed.pod().spec().tree().map("resources");
        if (promised.isEmpty()) {
            return;
        }
        JsonMap shown = observed.pod().status().tree().map("resources");
        if (promised.has("requests")) {
            status.put("allocatedResources", promised.map("requests"));
        }
        status.put("resources", observed.resizing().isUnderWay() && !shown.isEmpty() ? shown : promised);
    }

    private static void putAddresses(JsonMap.Builder status, Observed observed) {
        List<String> hosts = observed.hostIps();
        if (!hosts.isEmpty()) {
            status.put("hostIP", hosts.getFirst()).put("hostIPs", addresses(hosts));
        }
        List<String> ips = observed.pod().spec().hostNetwork()
                ? hosts
                : observed.sandbox().map(sandbox -> sandbox.ips()).orElse(List.of());
        if (!ips.isEmpty()) {
            status.put("podIP", ips.getFirst()).put("podIPs", addresses(ips));
        } else if (observed.pod().status().hasPodIP()
                && (observed.pod().isTerminating() || Roles.isTerminal(observed.pod()))) {
            status.put("podIP", observed.pod().status().podIP())
                    .put("podIPs", observed.pod().status().tree().list("podIPs"));
        }
    }

    private static JsonList addresses(List<String> ips) {
        return JsonList.copyOf(ips.stream().map(ip -> JsonMap.of("ip", ip)).toList());
    }

    /** A pod that is over stays so; one that is ending is over only when nothing runs any more. */
    private static String phase(Observed observed, Optional<Ending> ending) {
        Pod pod = observed.pod();
        if (Roles.isTerminal(pod)) {
            return pod.status().phase();
        }
        boolean anyRunning = observed.containers().stream().anyMatch(ContainerView::isRunning);
        if (ending.isPresent()) {
            return endingPhase(observed, ending.get(), anyRunning);
        }
        if (Roles.hasFailedInit(observed)) {
            return "Failed";
        }
        List<Container> main = pod.spec().containers();
        List<ContainerView> begun = new ArrayList<>();
        main.forEach(container -> observed.latest(container.name()).ifPresent(begun::add));
        if (begun.size() < main.size() || !Roles.isInitialized(observed) && !Roles.isFinished(observed)) {
            boolean wasRunning = pod.status().phase().equals("Running");
            return wasRunning ? "Running" : "Pending";
        }
        if (begun.stream().anyMatch(view -> view.state() == ContainerView.State.CREATED)) {
            return pod.status().phase().equals("Running") ? "Running" : "Pending";
        }
        if (!Roles.isFinished(observed)) {
            return "Running";
        }
        return begun.stream().allMatch(view -> view.exitCode() == 0) ? "Succeeded" : "Failed";
    }

    private static String endingPhase(Observed observed, Ending ending, boolean anyRunning) {
        String now = observed.pod().status().phase();
        if (anyRunning || !observed.busy().isEmpty()) {
            return now.isEmpty() ? "Pending" : now;
        }
        if (ending instanceof Ending.Failed) {
            return "Failed";
        }
        List<ContainerView> ended = observed.pod().spec().containers().stream()
                .flatMap(container -> observed.latest(container.name()).stream())
                .toList();
        boolean allGood = ended.size() == observed.pod().spec().containers().size()
                && ended.stream().allMatch(view -> view.isExited() && view.exitCode() == 0);
        return allGood ? "Succeeded" : "Failed";
    }
}
