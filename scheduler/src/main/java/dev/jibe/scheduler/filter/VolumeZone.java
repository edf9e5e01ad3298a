package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Keeps pods in the zones and regions that labels of their volumes name. */
final class VolumeZone {

    private static final Rejection ELSEWHERE =
            Rejection.lasting(Plugin.VOLUME_ZONE, "node(s) had no available volume zone");
    private static final List<String> KEYS = List.of(
            "topology.kubernetes.io/zone",
            "topology.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone",
            "failure-domain.beta.kubernetes.io/region");

    /** Where one volume is. */
    private record Where(String key, Set<String> values) {}

    private final List<Where> wheres = new ArrayList<>();

    VolumeZone(PodInfo pod, Volumes known) {
        for (var claim : Claims.of(pod, known)) {
            known.volume(claim.map("spec").string("volumeName")).ifPresent(this::add);
        }
    }

    private void add(JsonMap volume) {
        var labels = volume.map("metadata").map("labels");
        for (var key : KEYS) {
            if (labels.has(key)) {
                wheres.add(new Where(key, Set.of(labels.string(key).split("__"))));
            }
        }
    }

    Rejection reject(NodeInfo node) {
        if (wheres.isEmpty() || KEYS.stream().noneMatch(node.labels()::has)) {
            return Rejection.NONE;
        }
        for (var where : wheres) {
            if (!node.labels().has(where.key())
                    || !where.values().contains(node.labels().string(where.key()))) {
                return ELSEWHERE;
            }
        }
        return Rejection.NONE;
    }
}
