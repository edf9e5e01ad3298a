package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSyntax;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is required of every object's metadata. */
public final class MetadataRules {

    private static final int MAX_ANNOTATIONS_BYTES = 256 << 10;
    private static final int MAX_SUBRESOURCE_BYTES = 256;

    private MetadataRules() {}

    static List<FieldError> check(JsonMap object, Resource resource) {
        var metadata = object.map("metadata");
        var errors = new ArrayList<FieldError>();
        if (!metadata.string("generateName").isEmpty()) {
            resource.strategy()
                    .wrongName(metadata.string("generateName"), true)
                    .forEach(wrong -> errors.add(
                            FieldError.invalid("metadata.generateName", metadata.string("generateName"), wrong)));
        }
        var name = metadata.string("name");
        if (name.isEmpty()) {
            errors.add(FieldError.required("metadata.name", "name or generateName is required"));
        } else {
            resource.strategy()
                    .wrongName(name, false)
                    .forEach(wrong -> errors.add(FieldError.invalid("metadata.name", name, wrong)));
        }
        if (resource.namespaced()) {
            Names.wrongLabel(metadata.string("namespace"), false)
                    .forEach(wrong ->
                            errors.add(FieldError.invalid("metadata.namespace", metadata.string("namespace"), wrong)));
        }
        errors.addAll(labels(metadata.map("labels"), "metadata.labels"));
        errors.addAll(annotations(metadata.map("annotations")));
        errors.addAll(owners(metadata));
        errors.addAll(finalizers(metadata));
        errors.addAll(managedFields(metadata));
        return errors;
    }

    /** Of managed fields, only what clients may have written into them can be wrong. */
    private static List<FieldError> managedFields(JsonMap metadata) {
        var errors = new ArrayList<FieldError>();
        var entries = metadata.list("managedFields");
        for (int i = 0; i < entries.size(); i++) {
            var field = "metadata.managedFields[" + i + "]";
            var entry = entries.map(i);
            errors.addAll(WriteOptions.manager(entry.string("manager"), field + ".manager"));
            if (entry.string("subresource").length() > MAX_SUBRESOURCE_BYTES) {
                errors.add(FieldError.tooLong(field + ".subresource", MAX_SUBRESOURCE_BYTES));
            }
        }
        return errors;
    }

    /** What is wrong with the metadata of an object inside of another, which stands at a place. */
    public static List<FieldError> embedded(JsonMap metadata, String place) {
        var errors = new ArrayList<FieldError>();
        Names.wrongPathSegment(metadata.string("name"))
                .forEach(wrong -> errors.add(FieldError.invalid("metadata.name", metadata.string("name"), wrong)));
        if (!metadata.string("namespace").isEmpty()) {
            Names.wrongLabel(metadata.string("namespace"), false)
                    .forEach(wrong ->
                            errors.add(FieldError.invalid("metadata.namespace", metadata.string("namespace"), wrong)));
        }
        errors.addAll(labels(metadata.map("labels"), "metadata.labels"));
        errors.addAll(annotations(metadata.map("annotations")));
        errors.addAll(owners(metadata));
        errors.addAll(finalizers(metadata));
        return errors.stream()
                .map(e -> new FieldError(e.reason(), place + e.field().substring("metadata".length()), e.body()))
                .toList();
    }

    /** What is wrong with labels, wherever they stand. */
    static List<FieldError> labels(JsonMap labels, String field) {
        var errors = new ArrayList<FieldError>();
        labels.strings().forEach((key, value) -> {
            add(errors, field, key, LabelSyntax.wrongKey(key));
            add(errors, field, value, LabelSyntax.wrongValue(value));
        });
        return errors;
    }

    private static void add(List<FieldError> errors, String field, String value, String wrong) {
        if (!wrong.isEmpty()) {
            errors.add(FieldError.invalid(field, value, wrong));
        }
    }

    private static List<FieldError> annotations(JsonMap annotations) {
        var errors = new ArrayList<FieldError>();
        long total = 0;
        for (var entry : annotations.strings().entrySet()) {
            add(
                    errors,
                    "metadata.annotations",
                    entry.getKey(),
                    LabelSyntax.wrongKey(entry.getKey().toLowerCase(Locale.ROOT)));
            total += entry.getKey().length() + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (total > MAX_ANNOTATIONS_BYTES) {
            errors.add(FieldError.tooLong("metadata.annotations", MAX_ANNOTATIONS_BYTES));
        }
        return errors;
    }

    private static List<FieldError> owners(JsonMap metadata) {
        var errors = new ArrayList<FieldError>();
        var controllers = new ArrayList<String>();
        var owners = metadata.list("ownerReferences");
        for (int i = 0; i < owners.size(); i++) {
            var owner = owners.map(i);
            var field = "metadata.ownerReferences[" + i + "]";
            required(errors, owner, field, "apiVersion", "version must not be empty");
            required(errors, owner, field, "kind", "must not be empty");
            required(errors, owner, field, "name", "must not be empty");
            required(errors, owner, field, "uid", "must not be empty");
            if (owner.bool("controller")) {
                controllers.add(owner.string("kind") + "/" + owner.string("name"));
            }
        }
        if (controllers.size() > 1) {
            errors.add(FieldError.invalid(
                    "metadata.ownerReferences",
                    owners,
                    "Only one reference can have Controller set to true. Found \"true\" in references for "
                            + controllers.get(0) + " and " + controllers.get(1)));
        }
        return errors;
    }

    private static void required(List<FieldError> errors, JsonMap owner, String field, String key, String why) {
        if (owner.string(key).isEmpty()) {
            errors.add(FieldError.invalid(field + "." + key, owner.string(key), why));
        }
    }

    private static List<FieldError> finalizers(JsonMap metadata) {
        var errors = new ArrayList<FieldError>();
        var finalizers = metadata.list("finalizers").strings().toList();
        for (int i = 0; i < finalizers.size(); i++) {
            var wrong = LabelSyntax.wrongKey(finalizers.get(i));
            add(errors, "metadata.finalizers", finalizers.get(i), wrong);
        }
        if (finalizers.contains("orphan") && finalizers.contains("foregroundDeletion")) {
            errors.add(FieldError.invalid(
                    "metadata.finalizers",
                    metadata.list("finalizers"),
                    "finalizer orphan and foregroundDeletion cannot be both set"));
        }
        return errors;
    }

    /** What may not change in an update. */
    static List<FieldError> checkUpdate(JsonMap object, JsonMap old, Resource resource) {
        var errors = new ArrayList<FieldError>(check(object, resource));
        var metadata = object.map("metadata");
        var before = old.map("metadata");
        immutable(errors, metadata, before, "name");
        immutable(errors, metadata, before, "namespace");
        immutable(errors, metadata, before, "uid");
        immutable(errors, metadata, before, "creationTimestamp");
        if (Metadata.isTerminating(old)) {
            var known = before.list("finalizers").strings().toList();
            var added = metadata.list("finalizers")
                    .strings()
                    .filter(f -> !known.contains(f))
                    .toList();
            if (!added.isEmpty()) {
                errors.add(FieldError.forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, found new finalizers "
                                + goStrings(added)));
            }
        }
        return errors;
    }

    private static String goStrings(List<String> values) {
        var text = new StringBuilder("[]string{");
        values.forEach(value -> text.append(text.length() > 9 ? ", " : "")
                .append('"')
                .append(value)
                .append('"'));
        return text.append('}').toString();
    }

    private static void immutable(List<FieldError> errors, JsonMap metadata, JsonMap before, String key) {
        @Nullable Object now = metadata.get(key);
        @Nullable Object then = before.get(key);
        if (now != null && then != null && !now.equals(then)) {
            errors.add(FieldError.invalid("metadata." + key, now, "field is immutable"));
        }
    }
}
