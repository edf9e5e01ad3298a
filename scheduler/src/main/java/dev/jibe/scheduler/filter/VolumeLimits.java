package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.VolumePlan;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets no node have more volumes of a driver than the driver can attach.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/storage-limits/">Node-specific Volume Limits</a>.
 */
final class VolumeLimits {

    private static final Rejection TOO_MANY =
            Rejection.curable(Plugin.NODE_VOLUME_LIMITS, "node(s) exceed max volume count");

    private final Volumes known;
    private final Map<String, String> wanted;

    VolumeLimits(PodInfo pod, Volumes known) {
        this.known = known;
        this.wanted = drivers(pod);
    }

    /** The drivers of a pod's volumes, by what is one volume however many pods have it. */
    private Map<String, String> drivers(PodInfo pod) {
        var drivers = new HashMap<String, String>();
        for (var claim : Claims.of(pod, known)) {
            var spec = claim.map("spec");
            var csi = known.volume(spec.string("volumeName"))
                    .map(volume -> volume.map("spec").map("csi"))
                    .orElse(JsonMap.EMPTY);
            if (csi.has("driver")) {
                drivers.put(csi.string("driver") + "/" + csi.string("volumeHandle"), csi.string("driver"));
            } else if (spec.string("volumeName").isEmpty()) {
                known.storageClass(spec.string("storageClassName"))
                        .ifPresent(it -> drivers.put(VolumePlan.key(claim), it.string("provisioner")));
            }
        }
        return drivers;
    }

    Rejection reject(NodeInfo node) {
        if (wanted.isEmpty()) {
            return Rejection.NONE;
        }
        var limits = limits(node);
        if (limits.isEmpty()) {
            return Rejection.NONE;
        }
        var attached = new HashMap<String, String>();
        for (var place : node.pods()) {
            if (!place.pod().volumes().isEmpty()) {
                attached.putAll(drivers(place.pod()));
            }
        }
        var counts = new HashMap<String, Integer>();
        attached.values().forEach(driver -> counts.merge(driver, 1, Integer::sum));
        boolean tooMany = false;
        for (var entry : wanted.entrySet()) {
            if (!attached.containsKey(entry.getKey())) {
                int count = counts.merge(entry.getValue(), 1, Integer::sum);
                tooMany |= count > limits.getOrDefault(entry.getValue(), Long.MAX_VALUE);
            }
        }
        return tooMany ? TOO_MANY : Rejection.NONE;
    }

    private Map<String, Long> limits(NodeInfo node) {
        var limits = new HashMap<String, Long>();
        known.csiNode(node.name())
                .ifPresent(csi -> csi.map("spec")
                        .list("drivers")
                        .maps()
                        .filter(driver -> driver.map("allocatable").has("count"))
                        .forEach(driver -> limits.put(
                                driver.string("name"), driver.map("allocatable").number("count"))));
        return limits;
    }
}
