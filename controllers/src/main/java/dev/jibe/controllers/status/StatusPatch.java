package dev.jibe.controllers.status;

import dev.jibe.client.Patch;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import java.util.Optional;

/**
 * The merge patch that takes one status to another.
 *
 * <p>It says nothing of the resource version: a controller is the only writer of the fields it names, so a write to
 * another part of the object in between does no harm and needs no second try. It does say the uid.
 */
public final class StatusPatch {

    private StatusPatch() {}

    /** The patch, or nothing if the two are the same. */
    public static Optional<Patch> of(String uid, JsonMap before, JsonMap after) {
        var changes = JsonMap.builder();
        int count = 0;
        for (int i = 0; i < after.size(); i++) {
            var key = after.keyAt(i);
            if (!after.valueAt(i).equals(before.get(key))) {
                changes.put(key, after.valueAt(i));
                count++;
            }
        }
        for (int i = 0; i < before.size(); i++) {
            if (!after.has(before.keyAt(i))) {
                changes.put(before.keyAt(i), Null.NULL);
                count++;
            }
        }
        return count == 0
                ? Optional.empty()
                : Optional.of(
                        new Patch.Merge(JsonMap.of("metadata", JsonMap.of("uid", uid), "status", changes.build())));
    }
}
