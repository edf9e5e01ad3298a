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

/**
 * How an object is to be deleted.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/">DeleteOptions</a>.
 *
 * @param propagation Orphan, Background, Foreground, or empty for the kind's default
 * @param uid the object must have, or empty
 * @param resourceVersion the object must have, or empty
 */
public record DeleteOptions(
        OptionalLong gracePeriodSeconds, String propagation, String uid, String resourceVersion, boolean dryRun) {

    /** The usual deletion of a kind. */
    public static final DeleteOptions NONE = new DeleteOptions(OptionalLong.empty(), "", "", "", false);

    private static final List<String> PROPAGATIONS = List.of("Background", "Foreground", "Orphan");

    /** Reads the body; where that is empty, the query. */
    public static DeleteOptions of(JsonMap body, Query query) {
        var given = body.isEmpty() ? fromQuery(query) : body;
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
                preconditions.string("uid"),
                preconditions.string("resourceVersion"),
                !given.list("dryRun").isEmpty());
    }

    private static JsonMap fromQuery(Query query) {
        var options = JsonMap.EMPTY;
        if (!query.get("gracePeriodSeconds").isEmpty()) {
            options = options.with("gracePeriodSeconds", query.number("gracePeriodSeconds"));
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
        var preconditions = uid.isEmpty() ? JsonMap.EMPTY : JsonMap.of("uid", uid);
        preconditions =
                resourceVersion.isEmpty() ? preconditions : preconditions.with("resourceVersion", resourceVersion);
        return preconditions.isEmpty() ? object : object.with("preconditions", preconditions);
    }

    private static void refuse(JsonMap given) {
        var errors = new ArrayList<FieldError>();
        var propagation = given.string("propagationPolicy");
        if (given.has("orphanDependents") && given.has("propagationPolicy")) {
            errors.add(FieldError.invalid(
                    "propagationPolicy", propagation, "orphanDependents and deletionPropagation cannot be both set"));
        }
        if (!propagation.isEmpty() && !PROPAGATIONS.contains(propagation)) {
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
