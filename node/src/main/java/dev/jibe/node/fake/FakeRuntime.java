package dev.jibe.node.fake;

import dev.jibe.node.cri.ContainerRuntime;
import dev.jibe.node.cri.ContainerSpec;
import dev.jibe.node.cri.ContainerUsage;
import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.cri.Credentials;
import dev.jibe.node.cri.ExecOutcome;
import dev.jibe.node.cri.ImageView;
import dev.jibe.node.cri.LinuxLimits;
import dev.jibe.node.cri.RuntimeFailure;
import dev.jibe.node.cri.RuntimeHealth;
import dev.jibe.node.cri.SandboxSpec;
import dev.jibe.node.cri.SandboxView;
import dev.jibe.node.cri.Streaming;
import dev.jibe.runtime.Clock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * A container runtime in memory. Containers run until they are stopped or told to exit; every call takes the same time
 * by the clock, and fails when told to.
 */
public final class FakeRuntime implements ContainerRuntime {

    /** A call that can be made to fail. */
    public enum Call {
        RUN_SANDBOX,
        CREATE_CONTAINER,
        START_CONTAINER,
        STOP_CONTAINER,
        PULL_IMAGE,
        UPDATE_LIMITS,
        EXEC
    }

    private final Clock clock;
    private final Duration latency;
    private final Map<String, SandboxView> sandboxes = new LinkedHashMap<>();
    private final Map<String, ContainerView> containers = new LinkedHashMap<>();
    private final Map<String, ImageView> images = new HashMap<>();
    private final Map<Call, String> failing = new HashMap<>();
    private final Set<Consumer<String>> listeners = new HashSet<>();
    private int counter;
    private int execExitCode;

    public FakeRuntime(Clock clock, Duration latency) {
        this.clock = clock;
        this.latency = latency;
    }

    /** From now on, or until told otherwise, every such call fails with the message. */
    public synchronized void fail(Call call, String message) {
        failing.put(call, message);
    }

    public synchronized void heal(Call call) {
        failing.remove(call);
    }

    /** What commands run by {@link #exec} exit with from now on. */
    public synchronized void execExits(int code) {
        execExitCode = code;
    }

    /** Makes a running container end by itself. */
    public synchronized void exit(String id, int code) {
        containers.computeIfPresent(id, (key, old) -> ended(old, code, code == 0 ? "Completed" : "Error"));
    }

    private synchronized void enter(Call call) {
        String message = failing.get(call);
        if (message != null) {
            throw new RuntimeFailure(RuntimeFailure.Code.OTHER, message);
        }
    }

    private void pass() {
        if (!latency.isZero()) {
            try {
                clock.sleep(latency);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RuntimeFailure(RuntimeFailure.Code.OTHER, "interrupted", e);
            }
        }
    }

    private void tell(String id) {
        listeners.forEach(listener -> listener.accept(id));
    }

    private ContainerView ended(ContainerView old, int code, String reason) {
        tell(old.id());
        return copy(old, ContainerView.State.EXITED, old.startedAt(), clock.now(), code, reason);
    }

    private static ContainerView copy(
            ContainerView old, ContainerView.State state, Instant startedAt, Instant finishedAt, int code, String why) {
        return new ContainerView(
                old.id(),
                old.sandboxId(),
                old.name(),
                old.attempt(),
                state,
                old.image(),
                old.imageRef(),
                old.createdAt(),
                startedAt,
                finishedAt,
                code,
                why,
                "",
                "",
                old.labels(),
                old.annotations(),
                old.limits());
    }

    @Override
    public String version() {
        return "fake://1.0.0";
    }

    @Override
    public RuntimeHealth health() {
        return new RuntimeHealth(true, true, "");
    }

    @Override
    public String runSandbox(SandboxSpec spec) {
        enter(Call.RUN_SANDBOX);
        pass();
        synchronized (this) {
            int number = ++counter;
            String id = "sandbox-" + number;
            String ip = "10.88." + number / 250 % 250 + "." + (number % 250 + 1);
            sandboxes.put(
                    id,
                    new SandboxView(
                            id,
                            spec.name(),
                            spec.namespace(),
                            spec.uid(),
                            spec.attempt(),
                            true,
                            clock.now(),
                            List.of(ip),
                            spec.labels(),
                            spec.annotations()));
            return id;
        }
    }

    @Override
    public synchronized void stopSandbox(String id) {
        tell(id);
        containers.replaceAll(
                (key, old) -> old.sandboxId().equals(id) && old.isRunning() ? ended(old, 137, "Error") : old);
        sandboxes.computeIfPresent(
                id,
                (key, old) -> new SandboxView(
                        id,
                        old.name(),
                        old.namespace(),
                        old.uid(),
                        old.attempt(),
                        false,
                        old.createdAt(),
                        List.of(),
                        old.labels(),
                        old.annotations()));
    }

    @Override
    public synchronized void removeSandbox(String id) {
        tell(id);
        sandboxes.remove(id);
        containers.values().removeIf(view -> view.sandboxId().equals(id));
    }

    @Override
    public synchronized List<SandboxView> sandboxes() {
        return List.copyOf(sandboxes.values());
    }

    @Override
    public synchronized SandboxView sandbox(String id) {
        return Optional.ofNullable(sandboxes.get(id)).orElseThrow(() -> missing(id));
    }

    private static RuntimeFailure missing(String id) {
        return new RuntimeFailure(RuntimeFailure.Code.NOT_FOUND, "no such thing: " + id);
    }

    @Override
    public synchronized String createContainer(String sandboxId, ContainerSpec spec, SandboxSpec sandbox) {
        enter(Call.CREATE_CONTAINER);
        String id = "container-" + ++counter;
        containers.put(
                id,
                new ContainerView(
                        id,
                        sandboxId,
                        spec.name(),
                        spec.attempt(),
                        ContainerView.State.CREATED,
                        spec.image(),
                        spec.image(),
                        clock.now(),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        0,
                        "",
                        "",
                        "",
                        spec.labels(),
                        spec.annotations(),
                        spec.limits()));
        return id;
    }

    @Override
    public void startContainer(String id) {
        enter(Call.START_CONTAINER);
        pass();
        synchronized (this) {
            containers.computeIfPresent(
                    id, (key, old) -> copy(old, ContainerView.State.RUNNING, clock.now(), Instant.EPOCH, 0, ""));
        }
    }

    @Override
    public void stopContainer(String id, Duration grace) {
        enter(Call.STOP_CONTAINER);
        pass();
        synchronized (this) {
            containers.computeIfPresent(id, (key, old) -> old.isRunning() ? ended(old, 0, "Completed") : old);
        }
    }

    @Override
    public synchronized void removeContainer(String id) {
        tell(id);
        containers.remove(id);
    }

    @Override
    public synchronized List<ContainerView> containers() {
        return List.copyOf(containers.values());
    }

    @Override
    public synchronized ContainerView container(String id) {
        return Optional.ofNullable(containers.get(id)).orElseThrow(() -> missing(id));
    }

    @Override
    public void followEnds(Consumer<String> ended) {
        synchronized (this) {
            listeners.add(ended);
        }
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            synchronized (this) {
                listeners.remove(ended);
            }
            throw new RuntimeFailure(RuntimeFailure.Code.OTHER, "interrupted", e);
        }
    }

    @Override
    public void updateLimits(String containerId, LinuxLimits limits) {
        enter(Call.UPDATE_LIMITS);
        synchronized (this) {
            containers.computeIfPresent(containerId, (key, old) -> old.withLimits(limits));
        }
    }

    @Override
    public ExecOutcome exec(String containerId, List<String> command, Duration timeout) {
        enter(Call.EXEC);
        synchronized (this) {
            return new ExecOutcome(new byte[0], new byte[0], execExitCode);
        }
    }

    private static RuntimeFailure unstreamed() {
        return new RuntimeFailure(RuntimeFailure.Code.UNIMPLEMENTED, "the fake runtime has no streams");
    }

    @Override
    public URI execUrl(String containerId, List<String> command, Streaming streaming) {
        throw unstreamed();
    }

    @Override
    public URI attachUrl(String containerId, Streaming streaming) {
        throw unstreamed();
    }

    @Override
    public URI portForwardUrl(String sandboxId) {
        throw unstreamed();
    }

    @Override
    public void reopenLog(String containerId) {}

    @Override
    public synchronized List<ContainerUsage> usage() {
        return containers.values().stream()
                .filter(ContainerView::isRunning)
                .map(view -> new ContainerUsage(view.id(), view.labels(), clock.now(), 0, 0, 0, 0, 0))
                .toList();
    }

    @Override
    public synchronized List<ImageView> images() {
        return List.copyOf(images.values());
    }

    @Override
    public synchronized Optional<ImageView> image(String reference) {
        return Optional.ofNullable(images.get(reference));
    }

    @Override
    public String pullImage(String reference, Optional<Credentials> credentials, SandboxSpec sandbox) {
        enter(Call.PULL_IMAGE);
        pass();
        synchronized (this) {
            images.put(
                    reference,
                    new ImageView(reference, List.of(reference), List.of(), 0, OptionalLong.empty(), "", false));
        }
        return reference;
    }

    @Override
    public synchronized void removeImage(String reference) {
        images.remove(reference);
    }

    @Override
    public Optional<Long> imageBytes() {
        return Optional.of(0L);
    }

    @Override
    public void close() {}
}
