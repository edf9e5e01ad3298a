package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.devices.DevicePlan;
import dev.jibe.scheduler.devices.PodDevices;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Place;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Surroundings;
import dev.jibe.scheduler.snapshot.VolumePlan;
import dev.jibe.scheduler.snapshot.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All conditions of one pod, in upstream's order: the first that a node fails is the one that is reported.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins">Scheduling plugins</a>.
 */
public final class Filters {

    private final PodInfo pod;
    private final World world;
    private final Function<NodeInfo, Rejection> own;
    private final Optional<VolumeFilters> volumes;
    private final Optional<PodDevices> devices;
    private final boolean spreads;
    private final boolean minds;
    private Surroundings surroundings;

    /**
     * The conditions of one pod.
     *
     * @param own answers for those that look at nothing but the node
     */
    public Filters(PodInfo pod, World world, Profile profile, Function<NodeInfo, Rejection> own) {
        this.pod = pod;
        this.world = world;
        this.own = own;
        this.volumes = pod.volumes().isEmpty() ? Optional.empty() : Optional.of(new VolumeFilters(pod, world, profile));
        this.devices = profile.has(Plugin.DYNAMIC_RESOURCES) ? devices(pod, world, profile) : Optional.empty();
        this.spreads = profile.has(Plugin.POD_TOPOLOGY_SPREAD);
        this.minds = profile.has(Plugin.INTER_POD_AFFINITY);
        this.surroundings = world.cluster().tallies().of(pod.template());
    }

    private static Optional<PodDevices> devices(PodInfo pod, World world, Profile profile) {
        boolean mayAsk = !pod.spec().list("resourceClaims").isEmpty()
                || !pod.template().requests().other().isEmpty();
        return mayAsk
                ? Optional.of(world.devices().of(pod, profile.deviceTimeout())).filter(it -> !it.isNone())
                : Optional.empty();
    }

    /** What kept it from being told whether nodes suit the pod; no node is to be chosen then. */
    public Optional<String> failure() {
        return devices.map(PodDevices::failure).filter(why -> !why.isEmpty());
    }

    /** Whether the pod needs devices, by claims or otherwise. */
    public boolean needsDevices() {
        return devices.isPresent();
    }

    /** How much better the devices are that the pod would get on this node than on others. */
    public long deviceLiking(NodeInfo node) {
        return devices.map(it -> it.liking(node)).orElse(0L);
    }

    /** Whether the pod has volumes whose storage may count. */
    public boolean hasVolumes() {
        return volumes.isPresent();
    }

    /** How much of a node's storage the pod would use, by storage class. */
    public Collection<StorageUse> storageUses(NodeInfo node) {
        return volumes.map(it -> it.uses(node)).orElse(List.of());
    }

    /** Why the pod can be on no node at all, whatever they are. */
    public Optional<Rejection> refusal() {
        return volumes.flatMap(VolumeFilters::refusal)
                .or(() -> devices.map(PodDevices::refusal)
                        .filter(why -> !why.isEmpty())
                        .map(why -> Rejection.lasting(Plugin.DYNAMIC_RESOURCES, why)));
    }

    /** A claim of devices that is in the pod's way, and in nobody else's use. */
    public Optional<JsonMap> idleClaim() {
        return devices.flatMap(PodDevices::idle);
    }

    /** What to do about the pod's claims of devices if it goes to this node. */
    public DevicePlan devices(NodeInfo node) {
        return devices.map(it -> it.plan(node)).orElse(DevicePlan.NONE);
    }

    /** What to do about the pod's claims if it goes to this node. */
    public VolumePlan plan(NodeInfo node) {
        return volumes.map(it -> it.plan(node)).orElse(VolumePlan.NONE);
    }

    /**
     * Why the node does not suit the pod. It has to suit both with and without the pods that are nominated for it and
     * are no less important: with them, because their place is theirs; without, because they may never come.
     */
    public Rejection reject(NodeInfo node) {
        if (!world.nominations().isEmpty()) {
            var why = withExpected(node, List.copyOf(world.nominations().on(node.name())));
            if (!why.isNone()) {
                return why;
            }
        }
        return first(node);
    }

    private Rejection withExpected(NodeInfo node, List<PodInfo> expected) {
        var supposed = new ArrayList<Place>();
        for (var other : expected) {
            if (!other.key().equals(pod.key()) && other.priority() >= pod.priority()) {
                supposed.add(world.cluster().suppose(other, node));
            }
        }
        if (supposed.isEmpty()) {
            return Rejection.NONE;
        }
        refresh();
        var why = first(node);
        supposed.forEach(world.cluster()::leave);
        refresh();
        return why;
    }

    /** To be called when other pods were supposed somewhere: they may have terms that none had before. */
    public void refresh() {
        surroundings = world.cluster().tallies().of(pod.template());
    }

    private Rejection first(NodeInfo node) {
        var why = own.apply(node);
        if (why.isNone() && volumes.isPresent()) {
            why = volumes.get().reject(node);
        }
        if (why.isNone() && spreads) {
            why = PodTopologySpread.reject(surroundings, node);
        }
        if (why.isNone() && minds) {
            why = InterPodAffinity.reject(surroundings, node);
        }
        return why.isNone() && devices.isPresent() ? rejectByDevices(devices.get(), node) : why;
    }

    private static Rejection rejectByDevices(PodDevices devices, NodeInfo node) {
        var why = devices.reject(node);
        return why.isEmpty() ? Rejection.NONE : Rejection.lasting(Plugin.DYNAMIC_RESOURCES, why);
    }
}
