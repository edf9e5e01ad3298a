package dev.jibe.controllers.localpath;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.localpath.GivenUpVolumes;
import dev.jibe.client.localpath.LocalPath;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.api.storage.v1.StorageClass;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.view.ApiObject;
import java.util.List;

/** The shell of the provisioner of local volumes. */
public final class LocalPathController {
    private static final String FAILED = "ProvisioningFailed";

    private final Resource<PersistentVolumeClaim> claims;
    private final Resource<PersistentVolume> volumes;
    private final Informer<PersistentVolumeClaim> claimCache;
    private final Informer<PersistentVolume> volumeCache;
    private final Informer<StorageClass> classCache;
    private final Informer<Node> nodeCache;
    private final EventRecorder events;

    private LocalPathController(Surroundings surroundings) {
        claims = surroundings.client().of(PersistentVolumeClaim.KIND);
        volumes = surroundings.client().of(PersistentVolume.KIND);
        claimCache = surroundings.informer(PersistentVolumeClaim.KIND);
        volumeCache = surroundings.informer(PersistentVolume.KIND);
        classCache = surroundings.informer(StorageClass.KIND);
        nodeCache = surroundings.informer(Node.KIND);
        events = surroundings.events(LocalPath.PROVISIONER);
    }

    public static void start(Surroundings surroundings) {
        var shell = new LocalPathController(surroundings);
        surroundings.running(surroundings
                .controller("local_path")
                .on(shell.claimCache)
                .mapped(shell.classCache, shell::whoNames)
                .reads(shell.volumeCache)
                .reads(shell.nodeCache)
                .start(shell::reconcile));
        // A node takes its volumes away itself; those of a node that is no more are forgotten here.
        surroundings.running(GivenUpVolumes.start(
                surroundings.client(),
                shell.volumeCache,
                shell.events,
                surroundings.clock(),
                surroundings.queues(),
                shell::isOfNobody,
                volume -> {}));
    }

    private List<Key> whoNames(StorageClass storageClass) {
        return claimCache.cache().all().stream()
                .filter(claim -> claim.spec().storageClassName().equals(storageClass.name())
                        && claim.spec().volumeName().isEmpty())
                .map(Key::of)
                .toList();
    }

    private boolean isOfNobody(PersistentVolume volume) {
        var hostname = LocalPath.hostname(volume).orElse("");
        return nodeCache.cache().all().stream()
                .noneMatch(node -> hostname.equals(node.labels().getOrDefault(LocalPath.HOSTNAME, node.name())));
    }

    private Outcome reconcile(Key key, Fence fence) {
        claimCache.cache().get(key).ifPresent(claim -> {
            var storageClass = classCache.cache().get("", claim.spec().storageClassName());
            var nodes = nodeCache.cache().all();
            switch (ProvisionPlan.of(new ProvisionPlan.Observed(claim, storageClass, nodes))) {
                case ProvisionPlan.Nothing() -> {}
                case ProvisionPlan.Provision(PersistentVolume volume) -> provision(claim, volume, fence);
                case ProvisionPlan.Refuse(String why) -> events.warning(claim, FAILED, failure(claim, why));
                case ProvisionPlan.ChooseAgain(String why) -> {
                    events.warning(claim, FAILED, failure(claim, why));
                    chooseAgain(claim, fence);
                }
            }
        });
        return Outcome.DONE;
    }

    private static String failure(PersistentVolumeClaim claim, String why) {
        return "failed to provision volume with StorageClass \"" + claim.spec().storageClassName() + "\": " + why;
    }

    private void provision(PersistentVolumeClaim claim, PersistentVolume volume, Fence fence) {
        if (volumeCache.cache().get("", volume.name()).isPresent()) {
            return;
        }
        var name = claim.namespace() + "/" + claim.name();
        events.normal(claim, "Provisioning", "External provisioner is provisioning volume for claim \"" + name + "\"");
        try {
            fence.wrote(volumeCache, volumes.create(volume));
        } catch (ApiFailure failure) {
            if (failure.isAlreadyExists()) {
                return;
            }
            events.warning(claim, FAILED, failure(claim, String.valueOf(failure.getMessage())));
            throw failure;
        }
        events.normal(claim, "ProvisioningSucceeded", "Successfully provisioned volume " + volume.name());
    }

    private void chooseAgain(ApiObject claim, Fence fence) {
        var metadata = JsonMap.of(
                "uid",
                claim.uid(),
                "resourceVersion",
                claim.resourceVersion(),
                "annotations",
                JsonMap.of(ProvisionPlan.SELECTED_NODE, Null.NULL));
        var patch = new Patch.Merge(JsonMap.of("metadata", metadata));
        fence.wrote(claimCache, claims.patch(claim.namespace(), claim.name(), patch));
    }
}
