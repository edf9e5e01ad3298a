package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;

/**
 * What has to become of a pod's claims before it can be on its node.
 *
 * @param matches claims that get a volume which is there
 * @param provisions claims for which a volume is to be made
 */
public record VolumePlan(List<Match> matches, List<JsonMap> provisions) {

    public static final VolumePlan NONE = new VolumePlan(List.of(), List.of());

    /** A claim and the volume that it gets. */
    public record Match(JsonMap claim, JsonMap volume) {}

    public boolean isNone() {
        return matches.isEmpty() && provisions.isEmpty();
    }

    /** All claims that it is about. */
    public List<JsonMap> claims() {
        var claims = new ArrayList<>(provisions);
        matches.forEach(match -> claims.add(match.claim()));
        return claims;
    }

    /** A claim's namespace and name. */
    public static String key(JsonMap claim) {
        var metadata = claim.map("metadata");
        return metadata.string("namespace") + "/" + metadata.string("name");
    }
}
