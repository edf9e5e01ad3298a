package dev.jibe.simulation.registry;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A write that a client asks for; versions and identities are empty where it does not insist on any. */
sealed interface Act {

    Subject subject();

    record Create(Subject subject, String manager, Map<String, String> fields) implements Act {}

    /**
     * A PUT.
     *
     * @param spec what is wanted of a pod, which does not change
     */
    record Replace(
            Subject subject,
            String manager,
            boolean status,
            Map<String, String> fields,
            JsonMap spec,
            String version,
            String uid)
            implements Act {

        @Override
        public String toString() {
            return "Replace " + subject + (status ? " status" : "") + " by " + manager + " with " + fields
                    + " version '" + version + "' uid '" + uid + "'";
        }
    }

    /**
     * A merge patch.
     *
     * @param changes new values, and nothing for what is to go
     * @param finalizers all that are wanted; in a strategic patch those to be added
     * @param dropped finalizers that a strategic patch takes away
     * @param whole whether a strategic patch says all that the content is to have
     */
    record Merge(
            Subject subject,
            String manager,
            boolean status,
            boolean strategic,
            Map<String, Optional<String>> changes,
            Optional<List<String>> finalizers,
            List<String> dropped,
            boolean whole,
            String version)
            implements Act {}

    /** A JSON patch: steps in different maps, after a test of the version. */
    record Edit(Subject subject, String manager, List<Step> steps, String version) implements Act {}

    /** A step of a JSON patch: {@code add}, {@code replace}, {@code remove} or {@code test}. */
    record Step(String operation, String path, String value) {}

    /** A server-side apply. */
    record Apply(
            Subject subject, String manager, boolean status, Map<String, String> fields, boolean force, String version)
            implements Act {}

    record Delete(Subject subject, OptionalLong grace, String propagation, String uid, String version) implements Act {}

    /** The status codes by which a write may be refused. */
    Set<Integer> REFUSALS = Set.of(404, 409, 422);
}
