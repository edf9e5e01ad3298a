package dev.jibe.node.cri;

import java.time.Instant;
import java.util.Map;

/**
 * A container as the runtime reports it; times, exit code, log path and limits only in the answer about one container.
 *
 * @param limits what its cgroup is set to; {@link LinuxLimits#NONE} if the runtime does not say
 */
public record ContainerView(
        String id,
        String sandboxId,
        String name,
        int attempt,
        State state,
        String image,
        String imageRef,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        int exitCode,
        String reason,
        String message,
        String logPath,
        Map<String, String> labels,
        Map<String, String> annotations,
        LinuxLimits limits) {

    /** Where a container is in its life. */
    public enum State {
        CREATED,
        RUNNING,
        EXITED,
        UNKNOWN
    }

    public boolean isRunning() {
        return state == State.RUNNING;
    }

    public boolean isExited() {
        return state == State.EXITED || state == State.UNKNOWN;
    }

    public ContainerView withMessage(String other) {
        return new ContainerView(
                id,
                sandboxId,
                name,
                attempt,
                state,
                image,
                imageRef,
                createdAt,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                other,
                logPath,
                labels,
                annotations,
                limits);
    }

    public ContainerView withLimits(LinuxLimits other) {
        return new ContainerView(
                id,
                sandboxId,
                name,
                attempt,
                state,
                image,
                imageRef,
                createdAt,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                message,
                logPath,
                labels,
                annotations,
                other);
    }

    public ContainerView inSandbox(String other) {
        return new ContainerView(
                id,
                other,
                name,
                attempt,
                state,
                image,
                imageRef,
                createdAt,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                message,
                logPath,
                labels,
                annotations,
                limits);
    }
}
