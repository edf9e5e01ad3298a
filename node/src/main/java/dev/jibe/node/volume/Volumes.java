package dev.jibe.node.volume;

import dev.jibe.client.localpath.LocalPath;
import dev.jibe.linux.mount.MountException;
import dev.jibe.linux.mount.Mounts;
import dev.jibe.node.api.ClusterApi;
import dev.jibe.node.launch.DownwardApi;
import dev.jibe.node.launch.NodeFacts;
import dev.jibe.object.api.v1.EmptyDirVolumeSource;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Volume;
import dev.jibe.object.view.ApiObject;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Makes the volumes of the node's pods, keeps those filled from API objects current, and takes them away.
 *
 * <p>Making them again is harmless, so that a restarted node finds its way back. See
 * https://kubernetes.io/docs/concepts/storage/volumes/.
 */
public final class Volumes {
    private static final Log LOG = Log.of(Volumes.class);

    private final ClusterApi api;
    private final NodeFacts node;
    private final Tokens tokens;
    private final PodCertificates certificates;

    public Volumes(ClusterApi api, NodeFacts node, Clock clock) {
        this.api = api;
        this.node = node;
        this.tokens = new Tokens(api, clock);
        this.certificates = new PodCertificates(api, clock);
    }

    /** Makes every volume of the pod; answers where each is on the host. Fails with {@link VolumeFailure}. */
    public Map<String, Path> mount(Pod pod) {
        var paths = new HashMap<String, Path>();
        for (Volume volume : pod.spec().volumes()) {
            try {
                paths.put(volume.name(), mount(pod, volume));
            } catch (IOException e) {
                throw new VolumeFailure(volume.name(), String.valueOf(e.getMessage()));
            }
        }
        return Map.copyOf(paths);
    }

    private Path mount(Pod pod, Volume volume) throws IOException {
        if (Projection.isFor(volume)) {
            return fill(pod, volume);
        }
        if (volume.hasEmptyDir()) {
            return emptyDir(pod, volume, volume.emptyDir());
        }
        if (volume.hasHostPath()) {
            return HostPaths.of(
                    volume.name(), volume.hostPath().path(), volume.hostPath().type());
        }
        if (volume.hasPersistentVolumeClaim()) {
            return claimed(pod, volume.name(), volume.persistentVolumeClaim().claimName());
        }
        if (volume.hasEphemeral()) {
            return claimed(pod, volume.name(), pod.name() + "-" + volume.name());
        }
        String kind = volume.tree().size() > 1
                ? (volume.tree().keyAt(0).equals("name")
                        ? volume.tree().keyAt(1)
                        : volume.tree().keyAt(0))
                : "none";
        throw new VolumeFailure(volume.name(), "volumes of type " + kind + " are not supported");
    }

    private Path directory(Pod pod, String plugin, Volume volume) {
        return node.podDirectory(pod.uid())
                .resolve("volumes")
                .resolve("kubernetes.io~" + plugin)
                .resolve(volume.name());
    }

    private static OptionalLong group(Pod pod) {
        var context = pod.spec().securityContext();
        return context.hasFsGroup() ? OptionalLong.of(context.fsGroup()) : OptionalLong.empty();
    }

    private Path fill(Pod pod, Volume volume) throws IOException {
        String plugin = volume.hasConfigMap()
                ? "configmap"
                : volume.hasSecret() ? "secret" : volume.hasDownwardAPI() ? "downward-api" : "projected";
        Path directory = directory(pod, plugin, volume);
        Files.createDirectories(directory);
        if (volume.hasSecret() || volume.hasProjected()) {
            inMemory(directory, 0);
        }
        var projection = new Projection(api, tokens, certificates, new DownwardApi(pod, List.of(), node), volume);
        AtomicDirectory.write(directory, projection.files(), group(pod));
        Owners.mode(directory, 0755);
        Owners.share(directory, group(pod));
        return directory;
    }

    /** Secrets do not touch the disk where mounting is allowed. */
    private static void inMemory(Path directory, long sizeBytes) throws IOException {
        if (Mounts.under(directory.toAbsolutePath().normalize()).isEmpty()) {
            try {
                Mounts.tmpfs(directory, sizeBytes);
            } catch (MountException e) {
                LOG.debug("no tmpfs; using the disk", "path", directory, "why", e.getMessage());
            }
        }
    }

    private Path emptyDir(Pod pod, Volume volume, EmptyDirVolumeSource source) throws IOException {
        Path directory = directory(pod, "empty-dir", volume);
        boolean isNew = !Files.exists(directory);
        Files.createDirectories(directory);
        switch (source.medium()) {
            case "" -> {}
            case "Memory" ->
                inMemory(directory, source.hasSizeLimit() ? source.sizeLimit().value() : 0);
            default ->
                throw new VolumeFailure(volume.name(), "emptyDir medium " + source.medium() + " is not supported");
        }
        if (isNew) {
            Owners.mode(directory, 0777);
            Owners.share(directory, group(pod));
        }
        return directory;
    }

    private Path claimed(Pod pod, String volume, String claimName) throws IOException {
        var claim = api.claim(pod.namespace(), claimName)
                .orElseThrow(() -> new VolumeFailure(volume, "persistentvolumeclaim \"" + claimName + "\" not found"));
        if (claim.spec().volumeName().isEmpty()) {
            throw new VolumeFailure(volume, "persistentvolumeclaim \"" + claimName + "\" is not bound");
        }
        var bound = api.volume(claim.spec().volumeName())
                .orElseThrow(() -> new VolumeFailure(
                        volume, "persistentvolume \"" + claim.spec().volumeName() + "\" not found"));
        if (bound.spec().hasHostPath()) {
            String type = bound.spec().hostPath().type();
            return HostPaths.of(volume, bound.spec().hostPath().path(), type.isEmpty() ? "DirectoryOrCreate" : type);
        }
        if (LocalPath.isOurs(bound)) {
            return LocalDirectories.make(bound, group(pod));
        }
        if (bound.spec().hasLocal()) {
            return HostPaths.of(volume, bound.spec().local().path(), "Directory");
        }
        throw new VolumeFailure(volume, "persistent volumes other than hostPath and local are not supported");
    }

    /** Brings what was filled from API objects up to date. */
    public void refresh(Pod pod) {
        for (Volume volume : pod.spec().volumes()) {
            if (Projection.isFor(volume)) {
                try {
                    fill(pod, volume);
                } catch (IOException e) {
                    throw new VolumeFailure(volume.name(), String.valueOf(e.getMessage()));
                }
            }
        }
    }

    /** Whether the volume shows something of which nobody tells when it changes. */
    public static boolean isUnwatched(Volume volume) {
        return Projection.isUnwatched(volume);
    }

    /** Whether the volume shows what is in a ConfigMap or Secret of the pod's namespace. */
    public static boolean reads(Volume volume, ApiObject source) {
        return Projection.reads(volume, source);
    }

    /** When a token or a certificate of the pod must be renewed. */
    public Optional<Instant> nextRenewal(Pod pod) {
        return Stream.of(tokens.nextRenewal(pod.uid()), certificates.nextRenewal(pod.uid()))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** Takes everything away that was made for the pod, the data of its emptyDirs included. */
    public void release(String podUid) throws IOException {
        tokens.forget(podUid);
        certificates.forget(podUid);
        PodTrees.release(node.podDirectory(podUid));
    }
}
