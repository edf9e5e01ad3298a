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
        return of(uid, JsonMap.EMPTY, before, after);
    }

    /** The same with annotations that are written in one go, or nothing if there are none either. */
    public static Optional<Patch> of(String uid, JsonMap annotations, JsonMap before, JsonMap after) {
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
        if (count == 0 && annotations.isEmpty()) {
            return Optional.empty();
        }
        var metadata = JsonMap.of("uid", uid);
        var body = JsonMap.of("metadata", annotations.isEmpty() ? metadata : metadata.with("annotations", annotations));
        return Optional.of(new Patch.Merge(count == 0 ? body : body.with("status", changes.build())));
    }
}
