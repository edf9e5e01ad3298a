package dev.jibe.scheduler.snapshot;

import java.util.HashMap;
import java.util.Map;

/** Volumes and claims that are promised to pods, until that is written and seen. Belongs to the scheduler's one thread. */
public final class Reservations {

    private final Map<String, String> claimOfVolume = new HashMap<>();
    private final Map<String, String> nodeOfClaim = new HashMap<>();

    public void reserve(VolumePlan plan, String node) {
        for (var match : plan.matches()) {
            claimOfVolume.put(match.volume().map("metadata").string("name"), VolumePlan.key(match.claim()));
        }
        plan.claims().forEach(claim -> nodeOfClaim.put(VolumePlan.key(claim), node));
    }

    public void release(VolumePlan plan) {
        for (var match : plan.matches()) {
            claimOfVolume.remove(match.volume().map("metadata").string("name"));
        }
        plan.claims().forEach(claim -> nodeOfClaim.remove(VolumePlan.key(claim)));
    }

    /** The claim that a volume is promised to, or an empty name. */
    public String claimOf(String volume) {
        return claimOfVolume.getOrDefault(volume, "");
    }

    /** The node for which a claim gets its volume, or an empty name. */
    public String nodeOf(String claimKey) {
        return nodeOfClaim.getOrDefault(claimKey, "");
    }
}
