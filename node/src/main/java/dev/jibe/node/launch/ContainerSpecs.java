package dev.jibe.node.launch;

import dev.jibe.node.api.ClusterApi;
import dev.jibe.node.cri.Confinement.Namespaces;
import dev.jibe.node.cri.Confinement.Scope;
import dev.jibe.node.cri.ContainerSpec;
import dev.jibe.node.cri.ImageView;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the runtime is told about a container. */
public final class ContainerSpecs {
    private static final String DEFAULT_MESSAGE_PATH = "/dev/termination-log";

    private final ClusterApi api;
    private final NodeFacts node;

    public ContainerSpecs(ClusterApi api, NodeFacts node) {
        this.api = api;
        this.node = node;
    }

    /**
     * The spec of one start of a container.
     *
     * @param volumes where each volume of the pod is on the host
     * @param targetId the container whose processes an ephemeral container sees, or empty
     */
    public ContainerSpec of(
            Pod pod,
            Container container,
            int attempt,
            ImageView image,
            List<String> podIps,
            Map<String, Path> volumes,
            String targetId) {
        var variables = new Environment(api, new DownwardApi(pod, podIps, node)).of(container);
        Namespaces shared = Confinements.namespaces(pod);
        Namespaces namespaces =
                targetId.isEmpty() ? shared : new Namespaces(shared.network(), Scope.TARGET, shared.ipc(), targetId);
        try {
            return new ContainerSpec(
                    container.name(),
                    attempt,
                    image.id(),
                    expanded(container.command(), variables),
                    expanded(container.args(), variables),
                    container.workingDir(),
                    variables.entrySet().stream()
                            .map(entry -> new ContainerSpec.Env(entry.getKey(), entry.getValue()))
                            .toList(),
                    mounts(pod, container, attempt, podIps, volumes, variables),
                    List.of(),
                    labels(pod, container),
                    annotations(pod, container, attempt),
                    container.name() + "/" + attempt + ".log",
                    container.stdin(),
                    container.stdinOnce(),
                    container.tty(),
                    Limits.of(pod, container, node),
                    Confinements.container(pod, container, image, namespaces));
        } catch (IOException e) {
            throw new LaunchFailure("CreateContainerError", "cannot prepare the container's files: " + e);
        }
    }

    private static List<String> expanded(List<String> words, Map<String, String> variables) {
        return words.stream().map(word -> Expansion.of(word, variables)).toList();
    }

    private static Map<String, String> labels(Pod pod, Container container) {
        var labels = new TreeMap<>(SandboxSpecs.identity(pod));
        labels.put(SandboxSpecs.CONTAINER_NAME, container.name());
        return labels;
    }

    /** What must be known about a container when Jibe was restarted and the pod's object may be gone. */
    private static Map<String, String> annotations(Pod pod, Container container, int attempt) {
        return Map.of(
                "io.kubernetes.container.restartCount",
                Integer.toString(attempt),
                "io.kubernetes.container.terminationMessagePath",
                messagePath(container),
                "io.kubernetes.container.terminationMessagePolicy",
                container.terminationMessagePolicy(),
                "io.kubernetes.pod.terminationGracePeriod",
                Long.toString(pod.spec().terminationGracePeriodSeconds()));
    }

    private static String messagePath(Container container) {
        return container.terminationMessagePath().isEmpty() ? DEFAULT_MESSAGE_PATH : container.terminationMessagePath();
    }

    /** Where on the host a container writes its last words. */
    public static Path messageFile(NodeFacts node, String uid, String container, int attempt) {
        return node.podDirectory(uid).resolve("containers").resolve(container).resolve(Integer.toString(attempt));
    }

    private List<ContainerSpec.Mount> mounts(
            Pod pod,
            Container container,
            int attempt,
            List<String> podIps,
            Map<String, Path> volumes,
            Map<String, String> variables)
            throws IOException {
        var mounts = new ArrayList<ContainerSpec.Mount>();
        for (VolumeMount mount : container.volumeMounts()) {
            mounts.add(mount(mount, volumes, variables));
        }
        boolean hasOwnHosts = container.volumeMounts().stream()
                .anyMatch(mount -> mount.mountPath().equals("/etc/hosts"));
        if (!hasOwnHosts) {
            Path hosts = HostsFile.write(pod, podIps, node);
            mounts.add(
                    new ContainerSpec.Mount("/etc/hosts", hosts.toString(), false, ContainerSpec.Propagation.PRIVATE));
        }
        Path message = messageFile(node, pod.uid(), container.name(), attempt);
        Files.createDirectories(message.getParent());
        if (!Files.exists(message)) {
            Files.createFile(message);
            Files.setPosixFilePermissions(message, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
        mounts.add(new ContainerSpec.Mount(
                messagePath(container), message.toString(), false, ContainerSpec.Propagation.PRIVATE));
        return mounts;
    }

    private static ContainerSpec.Mount mount(
            VolumeMount mount, Map<String, Path> volumes, Map<String, String> variables) throws IOException {
        Path volume = volumes.get(mount.name());
        if (volume == null) {
            throw LaunchFailure.config("cannot find volume \"" + mount.name() + "\" to mount");
        }
        String sub = mount.subPathExpr().isEmpty() ? mount.subPath() : Expansion.of(mount.subPathExpr(), variables);
        Path source = sub.isEmpty() ? volume : subPath(volume, sub);
        String target = mount.mountPath().startsWith("/") ? mount.mountPath() : "/" + mount.mountPath();
        return new ContainerSpec.Mount(
                target,
                source.toString(),
                mount.readOnly(),
                switch (mount.mountPropagation()) {
                    case "HostToContainer" -> ContainerSpec.Propagation.HOST_TO_CONTAINER;
                    case "Bidirectional" -> ContainerSpec.Propagation.BIDIRECTIONAL;
                    default -> ContainerSpec.Propagation.PRIVATE;
                });
    }

    /** A path inside a volume; links must not lead out of it. A directory that is not there is made. */
    private static Path subPath(Path volume, String sub) throws IOException {
        Path path = volume.resolve(sub).normalize();
        if (sub.startsWith("/") || !path.startsWith(volume.normalize())) {
            throw LaunchFailure.config("subPath \"" + sub + "\" leads out of the volume");
        }
        if (!Files.exists(path)) {
            Files.createDirectories(path);
        }
        Path real = path.toRealPath();
        if (!real.startsWith(volume.toRealPath())) {
            throw LaunchFailure.config("subPath \"" + sub + "\" leads out of the volume");
        }
        return real;
    }
}
