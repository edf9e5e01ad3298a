package dev.jibe.node.cri;

import dev.jibe.node.cri.v1.Container;
import dev.jibe.node.cri.v1.ContainerState;
import dev.jibe.node.cri.v1.ContainerStats;
import dev.jibe.node.cri.v1.ContainerStatus;
import dev.jibe.node.cri.v1.Image;
import dev.jibe.node.cri.v1.PodSandbox;
import dev.jibe.node.cri.v1.PodSandboxState;
import dev.jibe.node.cri.v1.PodSandboxStatus;
import dev.jibe.node.cri.v1.StatusResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** CRI messages as our records. */
final class CriAnswers {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private CriAnswers() {}

    static Instant instant(long nanos) {
        return nanos <= 0 ? Instant.EPOCH : Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }

    static SandboxView sandbox(PodSandbox item) {
        var metadata = item.getMetadata();
        return new SandboxView(
                item.getId(),
                metadata.getName(),
                metadata.getNamespace(),
                metadata.getUid(),
                metadata.getAttempt(),
                item.getState() == PodSandboxState.SANDBOX_READY,
                instant(item.getCreatedAt()),
                List.of(),
                Map.copyOf(item.getLabelsMap()),
                Map.copyOf(item.getAnnotationsMap()));
    }

    static SandboxView sandbox(PodSandboxStatus status) {
        var metadata = status.getMetadata();
        var ips = new ArrayList<String>();
        if (!status.getNetwork().getIp().isEmpty()) {
            ips.add(status.getNetwork().getIp());
        }
        status.getNetwork().getAdditionalIpsList().forEach(ip -> ips.add(ip.getIp()));
        return new SandboxView(
                status.getId(),
                metadata.getName(),
                metadata.getNamespace(),
                metadata.getUid(),
                metadata.getAttempt(),
                status.getState() == PodSandboxState.SANDBOX_READY,
                instant(status.getCreatedAt()),
                List.copyOf(ips),
                Map.copyOf(status.getLabelsMap()),
                Map.copyOf(status.getAnnotationsMap()));
    }

    static ContainerView container(Container item) {
        return new ContainerView(
                item.getId(),
                item.getPodSandboxId(),
                item.getMetadata().getName(),
                item.getMetadata().getAttempt(),
                state(item.getState()),
                item.getImage().getImage(),
                item.getImageRef(),
                instant(item.getCreatedAt()),
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                "",
                "",
                "",
                Map.copyOf(item.getLabelsMap()),
                Map.copyOf(item.getAnnotationsMap()),
                LinuxLimits.NONE);
    }

    static ContainerView container(ContainerStatus status) {
        return new ContainerView(
                status.getId(),
                "",
                status.getMetadata().getName(),
                status.getMetadata().getAttempt(),
                state(status.getState()),
                status.getImage().getImage(),
                status.getImageRef(),
                instant(status.getCreatedAt()),
                instant(status.getStartedAt()),
                instant(status.getFinishedAt()),
                status.getExitCode(),
                status.getReason(),
                status.getMessage(),
                status.getLogPath(),
                Map.copyOf(status.getLabelsMap()),
                Map.copyOf(status.getAnnotationsMap()),
                limits(status));
    }

    /** Runtimes say it since CRI has a place for it; a quota or limit below zero is none. */
    private static LinuxLimits limits(ContainerStatus status) {
        if (!status.getResources().hasLinux()) {
            return LinuxLimits.NONE;
        }
        var linux = status.getResources().getLinux();
        return new LinuxLimits(
                linux.getCpuPeriod(),
                Math.max(0, linux.getCpuQuota()),
                linux.getCpuShares(),
                Math.max(0, linux.getMemoryLimitInBytes()),
                linux.getOomScoreAdj());
    }

    private static ContainerView.State state(ContainerState state) {
        return switch (state) {
            case CONTAINER_CREATED -> ContainerView.State.CREATED;
            case CONTAINER_RUNNING -> ContainerView.State.RUNNING;
            case CONTAINER_EXITED -> ContainerView.State.EXITED;
            case CONTAINER_UNKNOWN, UNRECOGNIZED -> ContainerView.State.UNKNOWN;
        };
    }

    static ImageView image(Image image) {
        return new ImageView(
                image.getId(),
                List.copyOf(image.getRepoTagsList()),
                List.copyOf(image.getRepoDigestsList()),
                image.getSize(),
                image.hasUid() ? OptionalLong.of(image.getUid().getValue()) : OptionalLong.empty(),
                image.getUsername(),
                image.getPinned());
    }

    static ContainerUsage usage(ContainerStats stats) {
        return new ContainerUsage(
                stats.getAttributes().getId(),
                Map.copyOf(stats.getAttributes().getLabelsMap()),
                instant(stats.getCpu().getTimestamp()),
                stats.getCpu().getUsageCoreNanoSeconds().getValue(),
                stats.getMemory().getWorkingSetBytes().getValue(),
                stats.getMemory().getUsageBytes().getValue(),
                stats.getMemory().getRssBytes().getValue(),
                stats.getWritableLayer().getUsedBytes().getValue());
    }

    static RuntimeHealth health(StatusResponse response) {
        boolean runtime = false;
        boolean network = false;
        var why = new ArrayList<String>();
        for (var condition : response.getStatus().getConditionsList()) {
            if (condition.getType().equals("RuntimeReady")) {
                runtime = condition.getStatus();
            } else if (condition.getType().equals("NetworkReady")) {
                network = condition.getStatus();
            }
            if (!condition.getStatus()) {
                why.add(condition.getReason() + ": " + condition.getMessage());
            }
        }
        return new RuntimeHealth(runtime, network, String.join("; ", why));
    }
}
