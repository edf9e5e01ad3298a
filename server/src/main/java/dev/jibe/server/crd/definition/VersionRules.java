package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.path.FieldNames;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.crd.schema.Structural;
import dev.jibe.server.request.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** What is required of a version besides its schema: warning, subresources, columns, selectable fields. */
final class VersionRules {

    private static final int MAX_WARNING = 256;
    private static final int MAX_SELECTABLE = 8;
    private static final List<String> TYPES = List.of("boolean", "date", "integer", "number", "string");
    private static final List<String> FORMATS =
            List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");

    private VersionRules() {}

    static void warning(JsonMap version, Place place, Report report) {
        if (!(version.get("deprecationWarning") instanceof String warning)) {
            return;
        }
        if (!version.bool("deprecated")) {
            report.invalid(place, warning, "can only be set for deprecated versions");
            return;
        }
        if (warning.length() > MAX_WARNING) {
            report.invalid(place, warning, "must be <= 256 characters long");
        }
        if (warning.isEmpty()) {
            report.invalid(place, warning, "must not be an empty string");
        }
        for (int i = 0; i < warning.length(); i++) {
            if (Character.isISOControl(warning.charAt(i))) {
                report.invalid(
                        place,
                        warning,
                        "must only contain printable UTF-8 characters; non-printable character found at index " + i);
                return;
            }
        }
    }

    static void subresources(JsonMap subresources, Place place, Report report) {
        if (!(subresources.get("scale") instanceof JsonMap scale)) {
            return;
        }
        replicas(scale.string("specReplicasPath"), ".spec.", "spec", place.at("scale.specReplicasPath"), report);
        replicas(
                scale.string("statusReplicasPath"), ".status.", "status", place.at("scale.statusReplicasPath"), report);
        var selector = scale.string("labelSelectorPath");
        var at = place.at("scale.labelSelectorPath");
        if (!selector.isEmpty()
                && simplePath(selector, at, report)
                && !selector.startsWith(".spec.")
                && !selector.startsWith(".status.")) {
            report.invalid(at, selector, "should be a json path under either .spec or .status");
        }
    }

    private static void replicas(String path, String prefix, String part, Place place, Report report) {
        if (path.isEmpty()) {
            report.required(place, "");
        } else if (simplePath(path, place, report) && !path.startsWith(prefix)) {
            report.invalid(place, path, "should be a json path under ." + part);
        }
    }

    private static boolean simplePath(String path, Place place, Report report) {
        if (path.startsWith(".")) {
            return true;
        }
        report.invalid(place, path, "must be a simple json path starting with .");
        return false;
    }

    static void columns(JsonList columns, Place place, Report report) {
        for (int i = 0; i < columns.size(); i++) {
            var column = columns.map(i);
            var at = place.at(i);
            if (column.string("name").isEmpty()) {
                report.required(at.at("name"), "");
            }
            var type = column.string("type");
            var types = "must be one of " + String.join(",", TYPES);
            if (type.isEmpty()) {
                report.required(at.at("type"), types);
            } else if (!TYPES.contains(type)) {
                report.invalid(at.at("type"), type, types);
            }
            var format = column.string("format");
            if (!format.isEmpty() && !FORMATS.contains(format)) {
                report.invalid(at.at("format"), format, "must be one of " + String.join(",", FORMATS));
            }
            var path = column.string("jsonPath");
            if (path.isEmpty()) {
                report.required(at.at("JSONPath"), "");
            } else {
                simplePath(path, at.at("JSONPath"), report);
            }
        }
    }

    static void selectable(JsonMap version, String where, Place place, Report report) {
        var fields = version.list("selectableFields");
        if (fields.isEmpty()) {
            return;
        }
        if (!(version.map("schema").get("openAPIV3Schema") instanceof JsonMap source)) {
            report.invalid(place, "", "may only be set when " + where + " is not included");
            return;
        }
        var schema = Structural.of(source);
        var seen = new HashSet<String>();
        for (int i = 0; i < fields.size(); i++) {
            selectableField(
                    fields.map(i).string("jsonPath"), schema, seen, place.at(i).at("jsonPath"), report);
        }
        if (fields.size() > MAX_SELECTABLE) {
            report.add(FieldError.tooMany(place.text(), fields.size(), MAX_SELECTABLE));
        }
    }

    private static void selectableField(
            String path, Structural schema, HashSet<String> seen, Place place, Report report) {
        if (path.isEmpty()) {
            report.required(place, "");
            return;
        }
        var names = FieldNames.check(path, schema, false);
        if (!names.wrong().isEmpty()) {
            report.invalid(place, path, "is an invalid path: " + names.wrong());
            return;
        }
        if (names.shown().startsWith("metadata")) {
            report.invalid(place, path, "must not point to fields in metadata");
        }
        var end = Objects.requireNonNull(names.end());
        if (!List.of("string", "boolean", "integer").contains(end.type())) {
            report.invalid(
                    place,
                    path,
                    "must point to a field of type string, boolean or integer. Enum string fields and"
                            + " strings with formats are allowed.");
        }
        if (!seen.add(path)) {
            report.add(FieldError.duplicate(place.text(), path));
        }
    }
}
