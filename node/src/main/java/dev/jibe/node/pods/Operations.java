package dev.jibe.node.pods;

import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.cri.ImageView;
import dev.jibe.node.cri.RuntimeFailure;
import dev.jibe.node.cri.SandboxSpec;
import dev.jibe.node.cri.SandboxView;
import dev.jibe.node.launch.ContainerSpecs;
import dev.jibe.node.launch.LaunchFailure;
import dev.jibe.node.launch.SandboxSpecs;
import dev.jibe.node.volume.PodTrees;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The deeds behind the actions of a pod's plan; each blocks until it is done, and fails with an exception. */
final class Operations {
    private static final Log LOG = Log.of(Operations.class);
    /** However little grace is left, a process gets this long between being asked and being killed. */
    private static final Duration LEAST_GRACE = Duration.ofMillis(500);

    private final PodServices services;
    private final PodState state;
    private final Images images;
    private final Hooks hooks;
    private final Resizer resizer;

    Operations(PodServices services, PodState state) {
        this.services = services;
        this.state = state;
        this.images = new Images(services);
        this.hooks = new Hooks(services);
        this.resizer = new Resizer(services, state);
    }

    Resizer resizer() {
        return resizer;
    }

    void mountVolumes() throws IOException {
        Pod pod = state.pod();
        Files.createDirectories(services.node().podDirectory(pod.uid()));
        resizer.save();
        state.mounted(services.volumes().mount(pod));
    }

    void createSandbox(int attempt) throws IOException {
        Pod pod = state.pod();
        for (SandboxView old : state.sandboxes()) {
            services.runtime().stopSandbox(old.id());
        }
        SandboxSpec spec = SandboxSpecs.of(pod, attempt, services.node());
        Files.createDirectories(Path.of(spec.logDirectory()));
        String id = services.runtime().runSandbox(spec);
        resizer.begin();
        state.put(services.runtime().sandbox(id));
    }

    void stopSandboxes() {
        for (SandboxView sandbox : state.sandboxes()) {
            services.runtime().stopSandbox(sandbox.id());
            refreshSandbox(sandbox.id());
        }
    }

    private void refreshSandbox(String id) {
        try {
            state.put(services.runtime().sandbox(id));
        } catch (RuntimeFailure e) {
            if (!e.isNotFound()) {
                throw e;
            }
            state.removeSandbox(id);
        }
    }

    void launch(Action.Launch action) {
        Pod pod = state.pod();
        Container container = Roles.find(pod, action.container())
                .orElseThrow(() -> new LaunchFailure("CreateContainerError", "no container " + action.container()));
        SandboxView sandbox =
                state.sandbox().orElseThrow(() -> new LaunchFailure("CreateContainerError", "the sandbox is gone"));
        SandboxSpec sandboxSpec = SandboxSpecs.of(pod, sandbox.attempt(), services.node());
        ImageView image = images.ensure(pod, container, sandboxSpec);
        List<String> ips = pod.spec().hostNetwork() ? services.node().ips() : sandbox.ips();
        var spec = services.specs()
                .of(pod, container, action.attempt(), image, ips, state.volumes(), target(pod, container.name()));
        String id;
        try {
            Files.createDirectories(Path.of(sandboxSpec.logDirectory(), container.name()));
            id = services.runtime().createContainer(sandbox.id(), spec, sandboxSpec);
            state.promises().actuated(id, spec.limits());
            resizer.save();
        } catch (RuntimeFailure e) {
            services.api().event(pod, "Warning", "Failed", "Error: " + e.text());
            throw new LaunchFailure("CreateContainerError", e.text());
        } catch (IOException e) {
            throw new LaunchFailure("CreateContainerError", "cannot make the log directory: " + e.getMessage());
        }
        services.api().event(pod, "Normal", "Created", "Container created");
        start(pod, container, id, sandbox);
        if (action.attempt() > 0) {
            state.backoff(container.name(), action.restart());
        }
    }

    private String target(Pod pod, String name) {
        return pod.spec().ephemeralContainers().stream()
                .filter(candidate -> candidate.name().equals(name)
                        && !candidate.targetContainerName().isEmpty())
                .flatMap(candidate -> state.containers().stream()
                        .filter(view -> view.isRunning() && view.name().equals(candidate.targetContainerName())))
                .map(ContainerView::id)
                .findFirst()
                .orElse("");
    }

    private void start(Pod pod, Container container, String id, SandboxView sandbox) {
        try {
            services.runtime().startContainer(id);
        } catch (RuntimeFailure e) {
            refreshContainer(id, sandbox.id());
            services.api().event(pod, "Warning", "Failed", "Error: " + e.text());
            throw new LaunchFailure("RunContainerError", e.text());
        }
        services.api().event(pod, "Normal", "Started", "Container started");
        refreshContainer(id, sandbox.id());
        if (container.lifecycle().hasPostStart()) {
            String ip = sandbox.ips().isEmpty() ? "" : sandbox.ips().getFirst();
            try {
                hooks.run(container.lifecycle().postStart(), container, id, ip, Duration.ZERO);
            } catch (LaunchFailure | RuntimeFailure e) {
                services.api().event(pod, "Warning", "FailedPostStartHook", "PostStartHook failed: " + e.getMessage());
                services.runtime()
                        .stopContainer(id, Duration.ofSeconds(pod.spec().terminationGracePeriodSeconds()));
                refreshContainer(id, sandbox.id());
            }
        }
    }

    /** Looks at a container again; one that ended brings its last words along. */
    void refreshContainer(String id, String sandboxId) {
        try {
            ContainerView view = services.runtime().container(id).inSandbox(sandboxId);
            state.put(view.isExited() ? withLastWords(view) : view);
        } catch (RuntimeFailure e) {
            if (!e.isNotFound()) {
                throw e;
            }
            state.removeContainer(id);
        }
    }

    private ContainerView withLastWords(ContainerView view) {
        String policy = view.annotations().getOrDefault("io.kubernetes.container.terminationMessagePolicy", "File");
        Path file = ContainerSpecs.messageFile(services.node(), state.pod().uid(), view.name(), view.attempt());
        String words = LastWords.read(file, view, policy);
        return words.isEmpty() ? view : view.withMessage(words);
    }

    void stop(Action.Stop action) {
        Pod pod = state.pod();
        services.api().event(pod, "Normal", "Killing", action.message());
        ContainerView view = state.containers().stream()
                .filter(candidate -> candidate.id().equals(action.id()))
                .findFirst()
                .orElse(null);
        Roles.find(pod, action.container())
                .filter(container ->
                        container.lifecycle().hasPreStop() && !action.grace().isZero())
                .ifPresent(container -> preStop(pod, container, action));
        Duration left = Duration.between(services.clock().now(), action.deadline());
        services.runtime().stopContainer(action.id(), left.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : left);
        if (view != null) {
            refreshContainer(action.id(), view.sandboxId());
        }
    }

    /** The hook's time counts against the grace period; when that is over, the hook is left to itself. */
    private void preStop(Pod pod, Container container, Action.Stop action) {
        String ip = state.sandbox()
                .filter(sandbox -> !sandbox.ips().isEmpty())
                .map(sandbox -> sandbox.ips().getFirst())
                .orElse("");
        Instant before = services.clock().now();
        try {
            hooks.run(container.lifecycle().preStop(), container, action.id(), ip, action.grace());
        } catch (LaunchFailure | RuntimeFailure e) {
            services.api().event(pod, "Warning", "FailedPreStopHook", "PreStopHook failed: " + e.getMessage());
        }
        LOG.debug(
                "hook done",
                "pod",
                pod.name(),
                "millis",
                Duration.between(before, services.clock().now()).toMillis());
    }

    void remove(String id) {
        services.runtime().removeContainer(id);
        state.removeContainer(id);
    }

    void unmount() throws IOException {
        services.volumes().release(state.pod().uid());
        state.unmounted();
    }

    /** Removes everything of the pod from the node, and its object unless that is gone already. */
    void finish() throws IOException {
        Pod pod = state.pod();
        for (ContainerView view : state.containers()) {
            services.runtime().removeContainer(view.id());
        }
        for (SandboxView sandbox : state.sandboxes()) {
            services.runtime().stopSandbox(sandbox.id());
            services.runtime().removeSandbox(sandbox.id());
        }
        unmount();
        PodTrees.release(services.node().logDirectory(pod.namespace(), pod.name(), pod.uid()));
        Cgroups.SYSTEM.remove(SandboxSpecs.cgroupParent(pod));
        if (!state.isGone()) {
            services.api().finish(pod);
        }
    }
}
