package dev.jibe.object.quota;

import dev.jibe.object.JsonMap;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What there is to be known where claims of devices stand for extended resources that pods ask for.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">Resource Quotas</a>.
 */
public interface DeviceKnowledge {

    /** Nothing is known. */
    DeviceKnowledge NONE = new DeviceKnowledge() {};

    /** All classes of devices. */
    default Collection<JsonMap> classes() {
        return List.of();
    }

    default Optional<JsonMap> pod(String namespace, String name) {
        return Optional.empty();
    }

    /** All claims of a namespace. */
    default Collection<JsonMap> claims(String namespace) {
        return List.of();
    }
}
