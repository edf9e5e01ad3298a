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

    /** Reads the body; where there is none, the query. */
    public static DeleteOptions of(JsonMap body, Query query) {
        var grace = body.has("gracePeriodSeconds")
                ? OptionalLong.of(body.number("gracePeriodSeconds"))
                : query.get("gracePeriodSeconds").isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(query.number("gracePeriodSeconds"));
        var propagation =
                body.has("propagationPolicy") ? body.string("propagationPolicy") : query.get("propagationPolicy");
        if (propagation.isEmpty() && (body.has("orphanDependents") || query.has("orphanDependents"))) {
            propagation = body.bool("orphanDependents") || query.flag("orphanDependents") ? "Orphan" : "Background";
        }
        refuse(body, query, propagation);
        var preconditions = body.map("preconditions");
        boolean dryRun = !body.list("dryRun").isEmpty() || query.has("dryRun");
        return new DeleteOptions(
                grace, propagation, preconditions.string("uid"), preconditions.string("resourceVersion"), dryRun);
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

    private static void refuse(JsonMap body, Query query, String propagation) {
        var errors = new ArrayList<FieldError>();
        boolean orphans = body.has("orphanDependents") || query.has("orphanDependents");
        boolean named = body.has("propagationPolicy") || query.has("propagationPolicy");
        if (orphans && named) {
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
        var dryRun = body.has("dryRun") ? body.list("dryRun") : JsonList.copyOf(query.all("dryRun"));
        if (!dryRun.stream().allMatch("All"::equals)) {
            errors.add(FieldError.notSupported("dryRun", dryRun, List.of("All")));
        }
        if (!errors.isEmpty()) {
            throw ApiException.invalid(new Named("meta.k8s.io", "DeleteOptions"), "", errors);
        }
    }
}
