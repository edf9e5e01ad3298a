package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.regex.Pattern;

/**
 * Requests to write all objects of a resource once more, in the version that is stored now.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/storage-version-migration/">Migrate Kubernetes
 * Objects Using Storage Version Migration</a>.
 */
final class MigrationRules {

    private static final Pattern REVISION = Pattern.compile("[1-9][0-9]*");

    private MigrationRules() {}

    static void check(Place object) {
        var resource = object.in("spec").in("resource");
        if (resource.text("resource").isEmpty()) {
            resource.required("resource", "resource is required to be set");
        } else {
            joined(resource, "resource", Naming.LABEL_1035);
        }
        if (!resource.text("group").isEmpty()) {
            joined(resource, "group", Naming.SUBDOMAIN);
        }
    }

    private static void joined(Place place, String key, Naming naming) {
        var wrong = naming.wrong(place.text(key), false);
        if (!wrong.isEmpty()) {
            place.invalid(key, place.text(key), String.join(",", wrong));
        }
    }

    static void same(Place object, JsonMap old) {
        if (!object.map("spec").equals(old.map("spec"))) {
            object.invalid("spec", GoStructs.text("MigrationSpec", object.map("spec")), "field is immutable");
        }
    }

    static void status(Place object, JsonMap old) {
        var status = object.in("status");
        var revision = status.text("resourceVersion");
        if (!revision.isEmpty() && !REVISION.matcher(revision).matches()) {
            status.invalid("resourceVersion", revision, "resource version is not well formed: " + revision);
        }
        ConditionRules.check(status);
        var before = old.map("status");
        if (!before.string("resourceVersion").isEmpty()
                && !before.string("resourceVersion").equals(revision)) {
            status.invalid("resourceVersion", revision, "field is immutable");
        }
        boolean succeeded = holds(status.map(), "Succeeded");
        boolean failed = holds(status.map(), "Failed");
        if (succeeded && failed) {
            conditions(status, "Both success and failed conditions cannot be true at the same time");
        }
        if (holds(before, "Succeeded") && !succeeded) {
            conditions(status, "Success condition cannot be set to false once it is true");
        }
        if (holds(before, "Failed") && !failed) {
            conditions(status, "Failed condition cannot be set to false once it is true");
        }
    }

    private static void conditions(Place status, String detail) {
        status.invalid("conditions", GoStructs.text("Condition", status.list("conditions")), detail);
    }

    private static boolean holds(JsonMap status, String type) {
        return status.list("conditions")
                .maps()
                .anyMatch(it ->
                        it.string("type").equals(type) && it.string("status").equals("True"));
    }
}
