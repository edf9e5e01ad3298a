package dev.jibe.object.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedMap;

/** How the objects of one resource use up quotas. */
public interface Evaluator {

    CountedResource resource();

    /** Whether a quota's amount of this name is used up by such objects. */
    boolean counts(String name);

    /**
     * What one object uses, by the names of quotas.
     *
     * @param now decides whether a pod should have been gone long ago
     */
    SortedMap<String, Quantity> usage(JsonMap object, Instant now);

    /** The same evaluator, with what there is to be known of devices. */
    default Evaluator knowing(DeviceKnowledge knowledge) {
        return this;
    }

    /**
     * Whether an object is in a scope.
     *
     * @param requirement {@code scopeName}, {@code operator} and {@code values}
     */
    default boolean isIn(JsonMap requirement, JsonMap object) {
        return false;
    }

    /**
     * What an object has to say of itself because a quota limits it, and does not.
     *
     * @param names of amounts of the quota that this evaluator counts
     * @return such as {@code must specify limits.cpu for: main}; empty if nothing is missing
     */
    default String missing(Collection<String> names, JsonMap object) {
        return "";
    }

    /** Whether a quota counts an object of this resource: one of its amounts is used up by it, and it is in all scopes. */
    default boolean matches(JsonMap quota, Collection<String> names, JsonMap object) {
        return names.stream().anyMatch(this::counts)
                && Scopes.of(quota).stream().allMatch(requirement -> isIn(requirement, object));
    }
}
