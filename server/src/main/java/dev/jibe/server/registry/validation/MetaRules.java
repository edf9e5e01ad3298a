package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import dev.jibe.object.selector.LabelSyntax;
import dev.jibe.server.registry.Names;
import dev.jibe.server.request.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is required of every object's metadata.
 *
 * <p>Upstream looks several times at it, once in general and once or twice for the kind, and reports what it finds each
 * time.
 */
final class MetaRules {

    private static final int MAX_ANNOTATIONS_BYTES = 256 << 10;
    private static final int MAX_SUBRESOURCE = 256;
    private static final List<String> STANDARD_FINALIZERS = List.of("kubernetes", "orphan", "foregroundDeletion");

    /** What only an object has, in the order in which it is looked at. */
    private static final List<String> NOT_IN_TEMPLATES = List.of(
            "name",
            "generateName",
            "namespace",
            "selfLink",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "ownerReferences",
            "finalizers",
            "managedFields");

    private MetaRules() {}

    /** As of a kind of the platform itself: finalizers have to be known or qualified as well. */
    static void full(Place object, @Nullable JsonMap old) {
        general(object, object.report().naming());
        finalizers(object.in("metadata"));
    }

    /** As of a kind that is read by what is not part of the platform's core. */
    static void plain(Place object, @Nullable JsonMap old) {
        general(object, object.report().naming());
    }

    /** As {@link #plain}, of a kind whose names follow from its other fields. */
    static void named(Place object, Naming naming) {
        general(object, naming);
    }

    /** What may not change, as of a kind of the platform itself. */
    static void update(Place object, JsonMap old) {
        generalUpdate(object, old);
        finalizers(object.in("metadata"));
    }

    /** Of any object. */
    static void general(Place object, Naming naming) {
        var report = object.report();
        var metadata = object.in("metadata");
        int before = report.count();
        name(metadata, naming);
        if (report.isNamespaced()) {
            if (metadata.need("namespace")) {
                metadata.named("namespace", Names::wrongLabel);
            }
        } else if (!metadata.text("namespace").isEmpty()) {
            metadata.forbidden("namespace", "not allowed on this type");
        }
        metadata.notNegative("generation");
        if (report.cleanMetadata) {
            return;
        }
        details(metadata);
        qualifiedFinalizers(metadata);
        managedFields(metadata);
        report.cleanMetadata = report.count() == before;
    }

    private static void name(Place metadata, Naming naming) {
        var prefix = metadata.text("generateName");
        if (!prefix.isEmpty()) {
            metadata.invalid("generateName", prefix, naming.wrong(prefix, true));
        }
        if (metadata.text("name").isEmpty()) {
            metadata.required("name", "name or generateName is required");
        } else {
            metadata.named("name", naming);
        }
    }

    private static void details(Place metadata) {
        labels(metadata, "labels");
        annotations(metadata, "annotations");
        owners(metadata);
    }

    /** Of what will be made of a template: only labels and annotations can be said before. */
    static void template(Place metadata) {
        annotations(metadata, "annotations");
        labels(metadata, "labels");
        for (var field : NOT_IN_TEMPLATES) {
            // A list that is there is set, even if nothing is in it.
            if (!metadata.isEmpty(field) || metadata.get(field) instanceof JsonList) {
                metadata.forbidden(field.equals("uid") ? "uID" : field, "cannot be set");
            }
        }
    }

    static void labels(Place place, String key) {
        var labels = place.map(key);
        for (int i = 0; i < labels.size(); i++) {
            place.invalid(key, labels.keyAt(i), LabelSyntax.wrongKeys(labels.keyAt(i)));
            if (labels.valueAt(i) instanceof String value) {
                place.invalid(key, value, LabelSyntax.wrongValues(value));
            }
        }
    }

    static void annotations(Place place, String key) {
        var annotations = place.map(key);
        long total = 0;
        for (int i = 0; i < annotations.size(); i++) {
            var name = annotations.keyAt(i);
            place.invalid(key, name, LabelSyntax.wrongKeys(name.toLowerCase(Locale.ROOT)));
            if (!isOfGeneration(place, name)) {
                total += name.length() + utf8Bytes(annotations.string(name));
            }
        }
        if (total > MAX_ANNOTATIONS_BYTES) {
            place.tooLong(key, MAX_ANNOTATIONS_BYTES);
        }
    }

    /** A DaemonSet has a field for it, which is an annotation only where others see it. */
    private static boolean isOfGeneration(Place place, String name) {
        return name.equals("deprecated.daemonset.template.generation")
                && place.path().equals("metadata")
                && place.root().text("kind").equals("DaemonSet");
    }

    private static int utf8Bytes(String text) {
        // Only a text that may be near the limit is worth encoding.
        return text.length() < MAX_ANNOTATIONS_BYTES / 64
                ? text.length()
                : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void owners(Place metadata) {
        var key = "ownerReferences";
        var owners = metadata.list(key);
        var first = "";
        for (int i = 0; i < owners.size(); i++) {
            var owner = owners.map(i);
            var version = owner.string("apiVersion");
            if (version.isEmpty() || version.endsWith("/") || version.indexOf('/') != version.lastIndexOf('/')) {
                metadata.invalid(key + ".apiVersion", version, "version must not be empty");
            }
            for (var field : List.of("kind", "name", "uid")) {
                if (owner.string(field).isEmpty()) {
                    metadata.invalid(key + "." + field, "", "must not be empty");
                }
            }
            if (version.equals("v1") && owner.string("kind").equals("Event")) {
                metadata.invalid(key, shown(owner), "/v1, Kind=Event is disallowed from being an owner");
            }
            if (owner.bool("controller")) {
                var name = owner.string("kind") + "/" + owner.string("name");
                if (!first.isEmpty()) {
                    metadata.invalid(
                            key,
                            shown(owners),
                            "Only one reference can have Controller set to true. Found \"true\" in references for "
                                    + first + " and " + name);
                } else {
                    first = name;
                }
            }
        }
    }

    private static GoText shown(JsonList owners) {
        return new GoText(owners.maps()
                .map(owner -> shown(owner).text())
                .collect(java.util.stream.Collectors.joining(",", "[", "]")));
    }

    private static GoText shown(JsonMap owner) {
        var text = new StringBuilder("{");
        for (var field : List.of("apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion")) {
            var value = owner.get(field);
            boolean always = !field.equals("controller") && !field.equals("blockOwnerDeletion");
            if (value != null || always) {
                text.append(text.length() > 1 ? "," : "")
                        .append(Json.text(field))
                        .append(':')
                        .append(Json.text(value == null ? "" : value));
            }
        }
        return new GoText(text.append('}').toString());
    }

    /** Of managed fields, only what clients may have written into them can be wrong. */
    private static void managedFields(Place metadata) {
        var entries = metadata.list("managedFields");
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.map(i);
            var at = "managedFields[" + i + "]";
            for (var error : WriteOptions.manager(entry.string("manager"), metadata.path(at + ".manager"))) {
                metadata.add(error);
            }
            if (entry.string("subresource").length() > MAX_SUBRESOURCE) {
                metadata.tooLong(at + ".subresource", MAX_SUBRESOURCE);
            }
        }
    }

    private static void qualifiedFinalizers(Place metadata) {
        var finalizers = metadata.list("finalizers");
        boolean orphan = false;
        boolean foreground = false;
        for (int i = 0; i < finalizers.size(); i++) {
            var name = (String) finalizers.get(i);
            metadata.invalid("finalizers", name, LabelSyntax.wrongKeys(name));
            orphan |= name.equals("orphan");
            foreground |= name.equals("foregroundDeletion");
        }
        if (orphan && foreground) {
            metadata.invalid("finalizers", finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    private static void finalizers(Place metadata) {
        metadata.eachText("finalizers", (at, name) -> finalizer(metadata, at, name));
    }

    static void finalizer(Place place, String at, String name) {
        if (name.indexOf('/') < 0 && !STANDARD_FINALIZERS.contains(name)) {
            place.invalid(at, name, "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    /** What may not change in any object. */
    static void generalUpdate(Place object, JsonMap old) {
        var metadata = object.in("metadata");
        var before = old.map("metadata");
        if (before.has("deletionTimestamp")) {
            newFinalizers(metadata, before.list("finalizers"));
        }
        if (metadata.text("resourceVersion").isEmpty()) {
            metadata.invalid("resourceVersion", "", "must be specified for an update");
        }
        if (metadata.number("generation") < before.number("generation")) {
            metadata.invalid("generation", metadata.number("generation"), "must not be decremented");
        }
        for (var key : List.of(
                "name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds")) {
            metadata.immutable(key, before);
        }
        if (metadata.get("deletionTimestamp") == Null.NULL && !before.has("deletionTimestamp")) {
            // The zero of times, which is shown as none but is one.
            metadata.invalid("deletionTimestamp", null, "field is immutable");
        }
        if (!object.report().cleanMetadata) {
            details(metadata);
        }
    }

    private static void newFinalizers(Place metadata, JsonList before) {
        var known = before.strings().toList();
        var added = metadata.list("finalizers")
                .strings()
                .filter(name -> !known.contains(name))
                .distinct()
                .sorted()
                .toList();
        if (!added.isEmpty()) {
            metadata.forbidden(
                    "finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers "
                            + added.stream()
                                    .map(Json::text)
                                    .collect(java.util.stream.Collectors.joining(", ", "[]string{", "}")));
        }
    }
}
