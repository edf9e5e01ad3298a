package dev.jibe.server.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How an object is to be deleted.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/">DeleteOptions</a>.
 *
 * @param propagation Orphan, Background, Foreground, or empty for the kind's default
 * @param orphaning whether dependents are to be orphaned, as clients of long ago put it; null if that is not said
 * @param uid the object must have, or null
 * @param resourceVersion the object must have, or null
 */
public record DeleteOptions(
        OptionalLong gracePeriodSeconds,
        String propagation,
        @Nullable Boolean orphaning,
        @Nullable String uid,
        @Nullable String resourceVersion,
        boolean dryRun) {

    /** The usual deletion of a kind. */
    public static final DeleteOptions NONE = new DeleteOptions(OptionalLong.empty(), "", null, null, null, false);

    private static final List<String> PROPAGATIONS = List.of("Background", "Foreground", "Orphan");

    /** The options of a request without a body. */
    public static DeleteOptions of(Query query) {
        return of(fromQuery(query));
    }

    /** The options of a body: with one, even if nothing is in it, the query means nothing. */
    public static DeleteOptions of(JsonMap given) {
        refuse(given);
        var propagation = given.string("propagationPolicy");
        if (propagation.isEmpty() && given.has("orphanDependents")) {
            propagation = given.bool("orphanDependents") ? "Orphan" : "Background";
        }
        var preconditions = given.map("preconditions");
        return new DeleteOptions(
                given.has("gracePeriodSeconds")
                        ? OptionalLong.of(given.number("gracePeriodSeconds"))
                        : OptionalLong.empty(),
                propagation,
                given.has("orphanDependents") ? given.bool("orphanDependents") : null,
                text(preconditions, "uid"),
                text(preconditions, "resourceVersion"),
                !given.list("dryRun").isEmpty());
    }

    private static @Nullable String text(JsonMap preconditions, String key) {
        return preconditions.has(key) ? preconditions.string(key) : null;
    }

    private static JsonMap fromQuery(Query query) {
        var options = JsonMap.EMPTY;
        if (query.has("gracePeriodSeconds")) {
            options = options.with("gracePeriodSeconds", query.neededNumber("gracePeriodSeconds"));
        }
        if (query.has("propagationPolicy")) {
            options = options.with("propagationPolicy", query.get("propagationPolicy"));
        }
        if (query.has("orphanDependents")) {
            options = options.with("orphanDependents", query.flag("orphanDependents"));
        }
        if (query.has("dryRun")) {
            options = options.with("dryRun", JsonList.copyOf(query.all("dryRun")));
        }
        for (var key : List.of("uid", "resourceVersion")) {
            options = query.get(key).isEmpty() ? options : options.withAt(query.get(key), "preconditions", key);
        }
        return options;
    }

    /** The options as admission sees them, without their kind. */
    JsonMap toObject() {
        var object = JsonMap.EMPTY;
        if (gracePeriodSeconds.isPresent()) {
            object = object.with("gracePeriodSeconds", gracePeriodSeconds.getAsLong());
        }
        object = propagation.isEmpty() ? object : object.with("propagationPolicy", propagation);
        var preconditions = uid == null ? JsonMap.EMPTY : JsonMap.of("uid", uid);
        preconditions =
                resourceVersion == null ? preconditions : preconditions.with("resourceVersion", resourceVersion);
        return preconditions.isEmpty() ? object : object.with("preconditions", preconditions);
    }

    private static void refuse(JsonMap given) {
        var errors = new ArrayList<FieldError>();
        var propagation = given.string("propagationPolicy");
        if (given.has("orphanDependents") && given.has("propagationPolicy")) {
            errors.add(FieldError.invalid(
                    "propagationPolicy", propagation, "orphanDependents and deletionPropagation cannot be both set"));
        }
        if (given.has("propagationPolicy") && !PROPAGATIONS.contains(propagation)) {
            errors.add(new FieldError(
                    "FieldValueNotSupported",
                    "propagationPolicy",
                    "Unsupported value: " + FieldError.quoted(propagation)
                            + ": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""));
        }
        var dryRun = given.list("dryRun");
        if (!dryRun.stream().allMatch("All"::equals)) {
            errors.add(FieldError.notSupported("dryRun", dryRun, List.of("All")));
        }
        if (!errors.isEmpty()) {
            throw ApiException.invalid(new Named("meta.k8s.io", "DeleteOptions"), "", errors);
        }
    }
}
