package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.validation.Validation;
import dev.jibe.server.request.FieldError;
import java.util.List;

/** Whether the subresources of a pod may make a change. */
public final class PodParts {

    private PodParts() {}

    public static List<FieldError> checkEphemeral(JsonMap pod, JsonMap old) {
        return Validation.checkEphemeral(pod, old);
    }

    public static List<FieldError> checkResized(JsonMap pod, JsonMap old) {
        return Validation.checkResize(pod, old, QosClass::of);
    }
}
