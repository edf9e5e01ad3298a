package dev.jibe.server.crd.rules;

import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.crd.schema.Structural;
import dev.jibe.server.request.FieldError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a schema, compiled when the first object is looked at. */
public final class RuleSet {

    /** With these something is so wrong that rules cannot say more. */
    private static final Set<String> BLOCKING = Set.of(
            "FieldValueNotSupported",
            "FieldValueRequired",
            "FieldValueTooLong",
            "FieldValueTooMany",
            "FieldValueTypeInvalid");

    private static final FieldError BLOCKED = FieldError.invalid(
            "<nil>",
            null,
            "some validation rules were not checked because the object was invalid; correct the existing errors to"
                    + " complete validation");

    private final Structural schema;
    private final boolean isResource;
    private final boolean isEmpty;
    private final Optional<RuleMetrics> metrics;
    private volatile @Nullable RuleNode root;

    /** Rules that nobody counts. */
    public RuleSet(Structural schema, boolean isResource) {
        this(schema, isResource, Optional.empty());
    }

    public RuleSet(Structural schema, boolean isResource, Optional<RuleMetrics> metrics) {
        this.metrics = metrics;
        this.schema = schema;
        this.isResource = isResource;
        this.isEmpty = !RuleNode.hasRules(schema);
    }

    /**
     * What an object breaks.
     *
     * @param old the object before; null if it is new
     * @param found what is known to be wrong already
     */
    public List<FieldError> check(JsonMap object, @Nullable JsonMap old, List<FieldError> found) {
        if (isEmpty) {
            return List.of();
        }
        if (found.stream().anyMatch(error -> BLOCKING.contains(error.reason()))) {
            return List.of(BLOCKED);
        }
        return checkValue(object, old, Place.ROOT, true);
    }

    /**
     * What a value at a place breaks.
     *
     * @param lenient whether what was wrong before is let pass
     */
    public List<FieldError> checkValue(Object value, @Nullable Object old, Place place, boolean lenient) {
        var compiled = isEmpty ? null : compiled();
        if (compiled == null) {
            return List.of();
        }
        return metrics.isEmpty()
                ? RuleCheck.check(compiled, value, old, place, lenient)
                : metrics.get().evaluating(() -> RuleCheck.check(compiled, value, old, place, lenient));
    }

    private @Nullable RuleNode compiled() {
        var known = root;
        if (known == null) {
            known = metrics.isEmpty()
                    ? RuleNode.of(schema, isResource, "selfType")
                    : metrics.get().compiling(() -> RuleNode.of(schema, isResource, "selfType"));
            root = known;
        }
        return known;
    }
}
