package dev.jibe.controllers.volumebinding;

import static dev.jibe.client.events.EventRecorder.NORMAL;
import static dev.jibe.client.events.EventRecorder.WARNING;

import dev.jibe.controllers.volumebinding.Action.Tell;
import dev.jibe.controllers.volumebinding.Action.UpdateClaim;
import dev.jibe.controllers.volumebinding.Action.UpdateClaimStatus;
import dev.jibe.object.api.storage.v1.StorageClass;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one claim needs next, decided from what was read and nothing else. */
record ClaimPlan(List<Action> actions) {
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
    private static final String PROVISIONER = "volume.kubernetes.io/storage-provisioner";
    private static final String OLD_PROVISIONER = "volume.beta.kubernetes.io/storage-provisioner";

    /** What has taken the place of provisioners that were once part of Kubernetes. */
    private static final Map<String, String> DRIVERS = Map.of(
            "kubernetes.io/aws-ebs", "ebs.csi.aws.com",
            "kubernetes.io/gce-pd", "pd.csi.storage.gke.io",
            "kubernetes.io/azure-disk", "disk.csi.azure.com",
            "kubernetes.io/azure-file", "file.csi.azure.com",
            "kubernetes.io/cinder", "cinder.csi.openstack.org",
            "kubernetes.io/portworx-volume", "pxd.portworx.com",
            "kubernetes.io/vsphere-volume", "csi.vsphere.vmware.com");

    ClaimPlan {
        actions = List.copyOf(actions);
    }

    /**
     * The world as one claim sees it.
     *
     * @param storageClass the class that the claim names, if it is there
     * @param defaultClass the name of the class for claims that name none
     * @param unscheduled the names of pods that use the claim and are on no node yet
     */
    record Observed(
            PersistentVolumeClaim claim,
            List<PersistentVolume> volumes,
            Optional<StorageClass> storageClass,
            Optional<String> defaultClass,
            List<String> unscheduled,
            Instant now) {

        Optional<PersistentVolume> volume(String name) {
            return volumes.stream().filter(it -> it.name().equals(name)).findFirst();
        }
    }

    static ClaimPlan of(Observed observed) {
        var claim = observed.claim();
        return new ClaimPlan(
                claim.annotations().containsKey(Binding.BIND_COMPLETED) ? bound(observed) : unbound(observed));
    }

    private static List<Action> bound(Observed observed) {
        var claim = observed.claim();
        if (claim.spec().volumeName().isEmpty()) {
            return lost(
                    claim,
                    "ClaimLost",
                    "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!");
        }
        var volume = observed.volume(claim.spec().volumeName());
        if (volume.isEmpty()) {
            return lost(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
        }
        var holder = volume.get().spec().claimRef();
        if (!volume.get().spec().hasClaimRef() || holder.uid().equals(claim.uid())) {
            return Binding.next(volume.get(), claim, observed.now());
        }
        return lost(claim, "ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly");
    }

    private static List<Action> lost(PersistentVolumeClaim claim, String reason, String message) {
        if (claim.status().phase().equals("Lost")) {
            return List.of();
        }
        return List.of(phase(claim, "Lost"), new Tell(claim, WARNING, reason, message));
    }

    private static List<Action> unbound(Observed observed) {
        var claim = observed.claim();
        if (claim.isTerminating()) {
            return List.of();
        }
        if (!claim.spec().volumeName().isEmpty()) {
            return named(observed);
        }
        boolean waits = observed.storageClass()
                .filter(it -> it.volumeBindingMode().equals("WaitForFirstConsumer"))
                .isPresent();
        var match = Matching.of(claim, observed.volumes(), !waits);
        if (match.isPresent()) {
            return Binding.next(match.get(), claim, observed.now());
        }
        if (!Matching.hasClass(claim) && observed.defaultClass().isPresent()) {
            var spec = claim.spec().withStorageClassName(observed.defaultClass().get());
            return List.of(new UpdateClaim(claim.withSpec(spec)));
        }
        return pending(observed, waits && !claim.annotations().containsKey(SELECTED_NODE));
    }

    /** What becomes of a claim that asks for one volume. */
    private static List<Action> named(Observed observed) {
        var claim = observed.claim();
        var found = observed.volume(claim.spec().volumeName());
        if (found.isEmpty()) {
            return pending(claim);
        }
        var volume = found.get();
        if (Matching.isNamedBy(volume, claim)) {
            return Binding.next(volume, claim, observed.now());
        }
        var actions = new ArrayList<>(pending(claim));
        if (volume.spec().hasClaimRef()) {
            var text = "volume \"" + volume.name() + "\" already bound to a different claim.";
            actions.add(new Tell(claim, WARNING, "FailedBinding", text));
            return actions;
        }
        var mismatch = Matching.mismatch(volume, claim);
        if (mismatch.isEmpty()) {
            return Binding.next(volume, claim, observed.now());
        }
        var text = "Cannot bind to requested volume \"" + volume.name() + "\": " + mismatch.get();
        actions.add(new Tell(claim, WARNING, "VolumeMismatch", text));
        return actions;
    }

    private static List<Action> pending(PersistentVolumeClaim claim) {
        return claim.status().phase().equals("Pending") ? List.of() : List.of(phase(claim, "Pending"));
    }

    /** A claim without a volume has nothing of it. */
    private static Action phase(PersistentVolumeClaim claim, String phase) {
        return new UpdateClaimStatus(claim.withStatus(claim.status()
                .withPhase(phase)
                .withoutAccessModes()
                .withoutCapacity()
                .withoutCurrentVolumeAttributesClassName()));
    }

    private static List<Action> pending(Observed observed, boolean waits) {
        var claim = observed.claim();
        var actions = new ArrayList<>(pending(claim));
        var className = Matching.className(claim);
        if (waits) {
            actions.add(waiting(claim, observed.unscheduled()));
        } else if (className.isEmpty()) {
            var text = "no persistent volumes available for this claim and no storage class is set";
            actions.add(new Tell(claim, NORMAL, "FailedBinding", text));
        } else if (observed.storageClass().isEmpty()) {
            var text = "storageclass.storage.k8s.io \"" + className + "\" not found";
            actions.add(new Tell(claim, WARNING, "ProvisioningFailed", text));
        } else {
            provision(claim, observed.storageClass().get().provisioner(), actions);
        }
        return actions;
    }

    private static Tell waiting(PersistentVolumeClaim claim, List<String> pods) {
        if (pods.isEmpty()) {
            var text = "waiting for first consumer to be created before binding";
            return new Tell(claim, NORMAL, "WaitForFirstConsumer", text);
        }
        var text = "waiting for pod" + (pods.size() == 1 ? " " : "s ") + String.join(",", pods) + " to be scheduled";
        return new Tell(claim, NORMAL, "WaitForPodScheduled", text);
    }

    /** Provisioning is up to somebody else, who is told by an annotation. */
    private static void provision(PersistentVolumeClaim claim, String named, List<Action> actions) {
        var provisioner = DRIVERS.getOrDefault(named, named);
        if (provisioner.startsWith("kubernetes.io/")) {
            var text = "no volume plugin matched name: " + provisioner;
            actions.add(new Tell(claim, WARNING, "ProvisioningFailed", text));
            return;
        }
        if (!provisioner.equals(claim.annotations().get(PROVISIONER))) {
            var annotations = claim.metadata()
                    .annotationsTree()
                    .with(PROVISIONER, provisioner)
                    .with(OLD_PROVISIONER, provisioner);
            actions.add(new UpdateClaim(claim.withMetadata(claim.metadata().withAnnotationsTree(annotations))));
        }
        actions.add(new Tell(
                claim,
                NORMAL,
                "ExternalProvisioning",
                "Waiting for a volume to be created either by the external provisioner '" + provisioner
                        + "' or manually by the system administrator. If volume creation is delayed, please verify that"
                        + " the provisioner is running and correctly registered."));
    }
}
