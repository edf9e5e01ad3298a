package dev.jibe.node.cri;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Something that runs pods' containers: a CRI runtime, or a fake one. Calls block and fail with {@link RuntimeFailure};
 * stopping and removing what is not there is no failure.
 */
public interface ContainerRuntime extends AutoCloseable {

    /** Name and version, such as {@code containerd://1.6.20}. */
    String version();

    RuntimeHealth health();

    /** Makes and starts a sandbox; answers its id. */
    String runSandbox(SandboxSpec spec);

    void stopSandbox(String id);

    void removeSandbox(String id);

    List<SandboxView> sandboxes();

    /** One sandbox with its addresses. */
    SandboxView sandbox(String id);

    /** Makes a container in a sandbox; answers its id. */
    String createContainer(String sandboxId, ContainerSpec spec, SandboxSpec sandbox);

    void startContainer(String id);

    /** Asks the container to end, and kills it after the grace period; returns when it is gone. */
    void stopContainer(String id, Duration grace);

    void removeContainer(String id);

    List<ContainerView> containers();

    /** One container with everything there is to say about it. */
    ContainerView container(String id);

    /**
     * Passes on the id of each container and sandbox that ends or is removed, from when the runtime knows that it is
     * asked to. Returns or fails when the runtime tells no more, at once if it never does; an interrupt ends it.
     */
    void followEnds(Consumer<String> ended);

    void updateLimits(String containerId, LinuxLimits limits);

    /** Runs a command to its end; a timeout of zero is none. */
    ExecOutcome exec(String containerId, List<String> command, Duration timeout);

    /** Where a client that speaks SPDY or WebSocket finds the streams of a new process. */
    URI execUrl(String containerId, List<String> command, Streaming streaming);

    /** Where a client finds the streams of the container's own process. */
    URI attachUrl(String containerId, Streaming streaming);

    URI portForwardUrl(String sandboxId);

    void reopenLog(String containerId);

    List<ContainerUsage> usage();

    List<ImageView> images();

    Optional<ImageView> image(String reference);

    /** Fetches an image; answers the reference by which a container can name it. */
    String pullImage(String reference, Optional<Credentials> credentials, SandboxSpec sandbox);

    void removeImage(String reference);

    /** Bytes used by images, and where they are; empty if unknown. */
    Optional<Long> imageBytes();

    @Override
    void close();
}
