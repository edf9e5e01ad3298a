package dev.jibe.simulation.registry;

import java.util.Set;

/** What an act does to an object as it is. */
sealed interface Effect {

    /** Nothing, and that is a success. */
    record Same(State state) implements Effect {}

    /** It gives the object this state; of a new one the identity is left open. */
    record Written(State state) implements Effect {}

    /** It takes the object away. */
    record Removed(State last) implements Effect {}

    /**
     * It is refused.
     *
     * @param fields those that others own, of an apply
     */
    record Refused(int code, String reason, Set<String> fields) implements Effect {

        static final Refused NOT_FOUND = new Refused(404, "NotFound", Set.of());
        static final Refused EXISTS = new Refused(409, "AlreadyExists", Set.of());
        static final Refused CONFLICT = new Refused(409, "Conflict", Set.of());
        static final Refused INVALID = new Refused(422, "Invalid", Set.of());
    }
}
