package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rules of a kind, in the order in which upstream goes through them.
 *
 * @param create of a new object
 * @param update of a change
 * @param status of a change by the status subresource
 */
record Kind(Naming naming, List<Step> create, List<Step> update, List<Step> status) {

    /** One look at an object and, in an update, at what it was; empty for a new object. */
    interface Step {
        void check(Place object, JsonMap old);
    }

    static final Step META = MetaRules::full;
    static final Step META_UPDATE = MetaRules::update;
    static final Step PLAIN_META = MetaRules::plain;
    static final Step PLAIN_UPDATE = MetaRules::generalUpdate;

    Kind(Naming naming, List<Step> create, List<Step> update) {
        this(naming, create, update, List.of(META_UPDATE));
    }

    /** The rules of a new object. */
    static List<Step> steps(Step... steps) {
        return List.of(steps);
    }

    /** A rule that only needs the object. */
    static Step rule(Consumer<Place> rule) {
        return (object, old) -> rule.accept(object);
    }

    Kind named(Naming other) {
        return new Kind(other, create, update, status);
    }

    Kind withStatus(Step... steps) {
        return new Kind(naming, create, update, List.of(steps));
    }
}
