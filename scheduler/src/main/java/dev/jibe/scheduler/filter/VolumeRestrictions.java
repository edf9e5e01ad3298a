package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.snapshot.ClusterInfo;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.VolumePlan;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps pods apart that cannot share a volume: all of a claim for one pod, and those of a node for some disks.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes">Access Modes</a>.
 */
final class VolumeRestrictions {

    private static final Rejection IN_USE = Rejection.curable(
            Plugin.VOLUME_RESTRICTIONS,
            "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod");
    private static final Rejection NO_DISK =
            Rejection.curable(Plugin.VOLUME_RESTRICTIONS, "node(s) had no available disk");

    private final ClusterInfo cluster;
    private final PodInfo pod;

    /** Claims that only one pod may have, by namespace and name. */
    private final List<String> exclusive = new ArrayList<>();

    private final boolean disks;

    VolumeRestrictions(PodInfo pod, Volumes known, ClusterInfo cluster) {
        this.cluster = cluster;
        this.pod = pod;
        for (var claim : Claims.of(pod, known)) {
            if (claim.map("spec").list("accessModes").strings().anyMatch("ReadWriteOncePod"::equals)) {
                exclusive.add(VolumePlan.key(claim));
            }
        }
        this.disks = pod.volumes().stream()
                .anyMatch(volume -> Claims.name(pod, volume).isEmpty());
    }

    Rejection reject(NodeInfo node) {
        for (var claim : exclusive) {
            if (cluster.podsWithClaim(claim) > 0) {
                return IN_USE;
            }
        }
        if (disks) {
            for (var place : node.pods()) {
                for (var theirs : place.pod().volumes()) {
                    if (pod.volumes().stream().anyMatch(ours -> conflict(ours, theirs))) {
                        return NO_DISK;
                    }
                }
            }
        }
        return Rejection.NONE;
    }

    private static boolean conflict(JsonMap one, JsonMap other) {
        return (bothHave(one, other, "gcePersistentDisk") && same(one, other, "gcePersistentDisk", "pdName", true))
                || (bothHave(one, other, "awsElasticBlockStore")
                        && same(one, other, "awsElasticBlockStore", "volumeID", false))
                || (bothHave(one, other, "iscsi") && same(one, other, "iscsi", "iqn", true))
                || (bothHave(one, other, "rbd")
                        && one.map("rbd")
                                .list("monitors")
                                .strings()
                                .anyMatch(other.map("rbd")
                                        .list("monitors")
                                        .strings()
                                        .toList()::contains)
                        && one.map("rbd").string("pool").equals(other.map("rbd").string("pool"))
                        && same(one, other, "rbd", "image", true));
    }

    private static boolean bothHave(JsonMap one, JsonMap other, String kind) {
        return one.has(kind) && other.has(kind);
    }

    private static boolean same(JsonMap one, JsonMap other, String kind, String id, boolean shareToRead) {
        boolean reading = one.map(kind).bool("readOnly") && other.map(kind).bool("readOnly");
        return one.map(kind).string(id).equals(other.map(kind).string(id)) && !(shareToRead && reading);
    }
}
