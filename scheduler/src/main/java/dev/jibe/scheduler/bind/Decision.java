package dev.jibe.scheduler.bind;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.devices.DevicePlan;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.VolumePlan;
import java.util.List;
import java.util.Set;

/** Where one pod goes. */
public sealed interface Decision {

    /**
     * This node suits it best.
     *
     * @param volumes what has to become of its claims of volumes first
     * @param devices what has to become of its claims of devices first
     */
    record Bind(String node, VolumePlan volumes, DevicePlan devices) implements Decision {}

    /**
     * No node will do; the message is upstream's.
     *
     * @param settled whether the pod waits for no particular node any more
     * @param plugins whose conditions are in the way; none if there are no nodes
     */
    record Unschedulable(String message, boolean settled, Set<Plugin> plugins) implements Decision {}

    /** It is not known yet, since somebody who is to be asked cannot be; to be tried again. */
    record Failed(String message) implements Decision {}

    /** No node will do while this claim, which nobody else uses, keeps the devices that it was given elsewhere. */
    record Free(JsonMap claim, String message, Set<Plugin> plugins) implements Decision {}

    /** No node will do until these pods have left this one. */
    record Preempt(String node, List<PodInfo> victims, String message, Set<Plugin> plugins) implements Decision {}
}
