package dev.jibe.controllers.status;

import dev.jibe.object.api.meta.v1.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists of conditions of the common form.
 *
 * <p>See <a
 * href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties">Typical
 * status properties</a>.
 */
public final class Conditions {

    private Conditions() {}

    /** The conditions with this one in place of another of its type; the time stays unless the status changes. */
    public static List<Condition> with(List<Condition> conditions, Condition condition, Instant now) {
        var result = new ArrayList<>(conditions);
        for (int i = 0; i < result.size(); i++) {
            var before = result.get(i);
            if (before.type().equals(condition.type())) {
                boolean isSame = before.status().equals(condition.status()) && before.hasLastTransitionTime();
                result.set(i, condition.withLastTransitionTime(isSame ? before.lastTransitionTime() : now));
                return result;
            }
        }
        result.add(condition.withLastTransitionTime(now));
        return result;
    }
}
