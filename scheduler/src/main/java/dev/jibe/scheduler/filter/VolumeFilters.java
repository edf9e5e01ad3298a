package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.VolumePlan;
import dev.jibe.scheduler.snapshot.World;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the volumes of a pod ask of its node. */
final class VolumeFilters {

    private final Profile profile;
    private final VolumeRestrictions restrictions;
    private final VolumeLimits limits;
    private final VolumeBinding binding;
    private final VolumeZone zone;

    VolumeFilters(PodInfo pod, World world, Profile profile) {
        this.profile = profile;
        this.restrictions = new VolumeRestrictions(pod, world.volumes(), world.cluster());
        this.limits = new VolumeLimits(pod, world.volumes());
        this.binding = new VolumeBinding(pod, world.volumes(), world.reservations());
        this.zone = new VolumeZone(pod, world.volumes());
    }

    /** Why the pod can be nowhere, whatever the nodes are. */
    Optional<Rejection> refusal() {
        return profile.has(Plugin.VOLUME_BINDING)
                ? binding.refusal().map(why -> Rejection.lasting(Plugin.VOLUME_BINDING, why))
                : Optional.empty();
    }

    Rejection reject(NodeInfo node) {
        var why = profile.has(Plugin.VOLUME_RESTRICTIONS) ? restrictions.reject(node) : Rejection.NONE;
        if (why.isNone() && profile.has(Plugin.NODE_VOLUME_LIMITS)) {
            why = limits.reject(node);
        }
        if (why.isNone() && profile.has(Plugin.VOLUME_BINDING)) {
            why = binding.reject(node);
        }
        return why.isNone() && profile.has(Plugin.VOLUME_ZONE) ? zone.reject(node) : why;
    }

    Collection<StorageUse> uses(NodeInfo node) {
        return profile.has(Plugin.VOLUME_BINDING) ? binding.uses(node) : List.of();
    }

    VolumePlan plan(NodeInfo node) {
        return profile.has(Plugin.VOLUME_BINDING) ? binding.plan(node) : VolumePlan.NONE;
    }
}
