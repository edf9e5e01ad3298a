package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.registry.Names;
import dev.jibe.server.request.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is required of a definition.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/">
 * CustomResourceDefinition</a>.
 */
final class DefinitionRules {

    private static final Place STATUS = Place.ROOT.at("status");

    private final Report report = new Report();
    private final JsonMap object;
    private final JsonMap spec;
    private final VersionParts parts;
    private final @Nullable JsonMap old;

    private DefinitionRules(JsonMap object, @Nullable JsonMap old) {
        this.object = object;
        this.spec = object.map("spec");
        this.parts = new VersionParts(spec);
        this.old = old;
    }

    static List<FieldError> check(JsonMap object) {
        var rules = new DefinitionRules(object, null);
        rules.name();
        rules.spec();
        rules.rest();
        return rules.report.errors();
    }

    static List<FieldError> checkUpdate(JsonMap object, JsonMap old) {
        var rules = new DefinitionRules(object, old);
        rules.spec();
        rules.immutable(old);
        rules.rest();
        return rules.report.errors();
    }

    static List<FieldError> checkStatus(JsonMap object) {
        var rules = new DefinitionRules(object, object);
        NameRules.check(object.map("status").map("acceptedNames"), STATUS.at("acceptedNames"), rules.report);
        return rules.report.errors();
    }

    private void name() {
        var name = object.map("metadata").string("name");
        var wanted = spec.map("names").string("plural") + "." + spec.string("group");
        var prefix = object.map("metadata").string("generateName");
        var detail = "must be spec.names.plural+\".\"+spec.group";
        if (!prefix.isEmpty() && !prefix.equals(wanted)) {
            report.invalid(Place.ROOT.at("metadata").at("generateName"), prefix, detail);
        }
        if (!name.isEmpty() && !name.equals(wanted)) {
            report.invalid(Place.ROOT.at("metadata").at("name"), name, detail);
        }
    }

    private void immutable(JsonMap before) {
        if (Conditions.isTrue(before, Conditions.ESTABLISHED)) {
            same(before, "scope");
            same(before, "names", "kind");
        }
        same(before, "group");
        same(before, "names", "plural");
    }

    private void same(JsonMap before, String... keys) {
        var now = spec.at(keys);
        if (!Objects.equals(now, before.map("spec").at(keys))) {
            var place = VersionParts.SPEC;
            for (var key : keys) {
                place = place.at(key);
            }
            report.invalid(place, now == null ? "" : now, "field is immutable");
        }
    }

    private void spec() {
        var place = VersionParts.SPEC;
        group(place.at("group"));
        report.oneOf(place.at("scope"), spec.string("scope"), List.of("Cluster", "Namespaced"));
        schemasRequired();
        if (spec.bool("preserveUnknownFields") && hasDefault(spec)) {
            report.invalid(
                    place.at("preserveUnknownFields"), true, "must be false in order to use defaults in the schema");
        }
        versions(place.at("versions"));
        NameRules.required(spec.map("names"), place.at("names"), report);
        NameRules.check(spec.map("names"), place.at("names"), report);
        shared(place);
        if (spec.get("conversion") instanceof JsonMap conversion) {
            ConversionRules.check(conversion, spec.bool("preserveUnknownFields"), place.at("conversion"), report);
        }
    }

    private void group(Place place) {
        var group = spec.string("group");
        var wrong = Names.wrongSubdomain(group, false);
        if (group.isEmpty()) {
            report.required(place, "");
        } else if (!wrong.isEmpty()) {
            report.invalid(place, group, String.join(",", wrong));
        } else if (!group.contains(".")) {
            report.invalid(place, group, "should be a domain with at least one dot");
        }
    }

    private void schemasRequired() {
        var versions = parts.versions();
        boolean top = !versions.isEmpty() && parts.isShared("schema") && hasSchema(versions.getFirst());
        for (int i = 0; i < versions.size() && !top; i++) {
            if (!hasSchema(versions.get(i))) {
                report.required(VersionParts.version(i).at("schema").at("openAPIV3Schema"), "");
            }
        }
    }

    private static boolean hasDefault(JsonMap spec) {
        return spec.list("versions")
                .maps()
                .anyMatch(version -> isDefaulting(version.map("schema").map("openAPIV3Schema")));
    }

    private static boolean isDefaulting(JsonMap schema) {
        if (schema.has("default")) {
            return true;
        }
        var properties = schema.map("properties");
        for (int i = 0; i < properties.size(); i++) {
            if (properties.valueAt(i) instanceof JsonMap property && isDefaulting(property)) {
                return true;
            }
        }
        return isDefaulting(schema, "items") || isDefaulting(schema, "additionalProperties");
    }

    private static boolean isDefaulting(JsonMap schema, String key) {
        return schema.get(key) instanceof JsonMap inner && isDefaulting(inner);
    }

    private static boolean hasSchema(JsonMap version) {
        return version.map("schema").has("openAPIV3Schema");
    }

    private void versions(Place place) {
        var versions = parts.versions();
        var names = new HashSet<String>();
        boolean unique = true;
        long storing = versions.stream().filter(v -> v.bool("storage")).count();
        for (int i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            unique &= names.add(version.string("name"));
            var wrong = Names.wrongLabel1035(version.string("name"), false);
            if (!wrong.isEmpty()) {
                report.invalid(place.at(i).at("name"), version.string("name"), String.join(",", wrong));
            }
            VersionRules.warning(version, place.at(i).at("deprecationWarning"), report);
            ownParts(version, place.at(i));
        }
        if (!unique) {
            report.invalidShown(place, parts.shown(), "must contain unique version names");
        }
        if (storing != 1) {
            report.invalidShown(place, parts.shown(), "must have exactly one version marked as storage version");
        }
        firstVersion(versions);
    }

    /** Upstream keeps the name of the first version a second time. */
    private void firstVersion(List<JsonMap> versions) {
        var first = versions.isEmpty() ? "" : versions.getFirst().string("name");
        var wrong = first.isEmpty() ? List.<String>of() : Names.wrongLabel1035(first, false);
        if (!wrong.isEmpty()) {
            report.invalid(VersionParts.SPEC.at("version"), first, String.join(",", wrong));
        }
    }

    /** What this version does not share with the others. */
    private void ownParts(JsonMap version, Place place) {
        if (!parts.isShared("schema")) {
            schema(version, place.at("schema"), version.map("subresources").has("status"));
        }
        if (!parts.isShared("subresources")) {
            VersionRules.subresources(version.map("subresources"), place.at("subresources"), report);
        }
        if (!parts.isShared("additionalPrinterColumns")) {
            VersionRules.columns(
                    version.list("additionalPrinterColumns"), place.at("additionalPrinterColumns"), report);
        }
        if (!parts.isShared("selectableFields")) {
            VersionRules.selectable(version, "`version.schema.openAPIV3Schema`", place.at("selectableFields"), report);
        }
    }

    /** What all versions have alike. */
    private void shared(Place place) {
        var versions = parts.versions();
        if (versions.isEmpty()) {
            return;
        }
        var first = versions.getFirst();
        if (parts.isShared("schema")) {
            boolean anyStatus =
                    versions.stream().anyMatch(v -> v.map("subresources").has("status"));
            schema(first, place.at("validation"), anyStatus);
        }
        if (parts.isShared("subresources")) {
            VersionRules.subresources(first.map("subresources"), place.at("subresources"), report);
        }
        if (parts.isShared("additionalPrinterColumns")) {
            VersionRules.columns(first.list("additionalPrinterColumns"), place.at("additionalPrinterColumns"), report);
        }
        if (parts.isShared("selectableFields")) {
            VersionRules.selectable(first, "spec.validations.openAPIV3Schema", place.at("selectableFields"), report);
        }
    }

    private void schema(JsonMap version, Place place, boolean hasStatus) {
        if (version.map("schema").get("openAPIV3Schema") instanceof JsonMap schema) {
            var wrong = SchemaRules.check(schema, place.at("openAPIV3Schema"), hasStatus, oldSchema(version));
            report.addAll(wrong);
            if (wrong.isEmpty() && namesSchema(schema)) {
                report.invalid(place.at("openAPIV3Schema"), "", "OpenAPIV3Schema 'schema' is not supported");
            }
        }
    }

    private static boolean namesSchema(JsonMap schema) {
        return !schema.string("$schema").isEmpty()
                || namesSchema(schema, "items")
                || namesSchema(schema, "additionalProperties")
                || anyNamesSchema(schema.map("properties"));
    }

    private static boolean anyNamesSchema(JsonMap properties) {
        for (int i = 0; i < properties.size(); i++) {
            if (namesSchema(properties, properties.keyAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesSchema(JsonMap schema, String key) {
        return schema.get(key) instanceof JsonMap inner && namesSchema(inner);
    }

    /** The schema that this version had before; empty if it had none. */
    private JsonMap oldSchema(JsonMap version) {
        return old == null
                ? JsonMap.EMPTY
                : old.map("spec")
                        .list("versions")
                        .maps()
                        .filter(v -> v.string("name").equals(version.string("name")))
                        .map(v -> v.map("schema").map("openAPIV3Schema"))
                        .findFirst()
                        .orElse(JsonMap.EMPTY);
    }

    private void rest() {
        NameRules.check(object.map("status").map("acceptedNames"), STATUS.at("acceptedNames"), report);
        storedVersions(object.map("status").list("storedVersions"), STATUS.at("storedVersions"));
        approval();
        if (spec.bool("preserveUnknownFields")
                && (old == null || !old.map("spec").bool("preserveUnknownFields"))) {
            report.invalid(
                    VersionParts.SPEC.at("preserveUnknownFields"),
                    true,
                    "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema"
                            + " instead");
        }
    }

    private void storedVersions(JsonList stored, Place place) {
        if (stored.isEmpty()) {
            report.invalid(place, Null.NULL, "must have at least one stored version");
            return;
        }
        var names = parts.versions().stream().map(v -> v.string("name")).toList();
        for (var version : parts.versions()) {
            if (version.bool("storage") && stored.stream().noneMatch(version.string("name")::equals)) {
                report.invalid(place, stored, "must have the storage version " + version.string("name"));
            }
        }
        for (int i = 0; i < stored.size(); i++) {
            var name = stored.get(i);
            if (!names.contains(name)) {
                report.invalid(
                        place.at(i),
                        name,
                        "missing from spec.versions; " + name + " was previously a storage version, and must remain in"
                                + " spec.versions until a storage migration ensures no data remains persisted in "
                                + name + " and removes " + name + " from status.storedVersions");
            }
        }
    }

    private void approval() {
        if (!Approval.isProtected(spec.string("group"))) {
            return;
        }
        var approval = Approval.of(object);
        if (old != null && Approval.of(old).state() == approval.state()) {
            return;
        }
        var place = Place.ROOT.at("metadata").at("annotations").key(Approval.ANNOTATION);
        switch (approval.state()) {
            case MISSING -> report.required(place, approval.message());
            case INVALID ->
                report.invalid(
                        place,
                        object.map("metadata").map("annotations").string(Approval.ANNOTATION),
                        approval.message());
            case APPROVED, BYPASSED -> {
                // Somebody has answered for it.
            }
        }
    }
}
