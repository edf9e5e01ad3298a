package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.World;
import java.util.Optional;

/** What the volumes of a pod ask of its node. */
final class VolumeFilters {

    private final VolumeBinding binding;

    private VolumeFilters(VolumeBinding binding) {
        this.binding = binding;
    }

    static VolumeFilters of(PodInfo pod, World world, Profile profile) {
        return new VolumeFilters(new VolumeBinding(pod, world.volumes()));
    }

    Optional<Rejection> refusal() {
        return binding.refusal().map(why -> Rejection.lasting(Plugin.VOLUME_BINDING, why));
    }

    Rejection reject(NodeInfo node) {
        return binding.reject(node);
    }
}
