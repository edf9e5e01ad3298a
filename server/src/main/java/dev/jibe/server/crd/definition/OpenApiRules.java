package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.crd.schema.Structural;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is required of every node of a schema, whether it is structure or says something about values. */
final class OpenApiRules {

    private static final List<String> TYPES = List.of("array", "boolean", "integer", "number", "object", "string");
    private static final List<String> UNSUPPORTED =
            List.of("id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref");

    private final Report report;
    private final Set<String> unsound = new HashSet<>();

    OpenApiRules(Report report) {
        this.report = report;
    }

    /**
     * Where in a resource a node stands.
     *
     * @param noDefaults why defaults are forbidden here; empty if they are not
     */
    private record Scope(boolean isRoot, boolean insideMetadata, String noDefaults) {
        Scope below() {
            return isRoot ? new Scope(false, insideMetadata, noDefaults) : this;
        }
    }

    /** Looks at a schema; answers which of the nodes that have rules are wrong themselves, or have wrong ones below. */
    Set<String> check(JsonMap schema, Place place) {
        node(schema, place, new Scope(true, false, ""));
        return unsound;
    }

    private void node(JsonMap schema, Place place, Scope scope) {
        int before = report.errors().size();
        standard(schema, place, scope);
        if (schema.bool("uniqueItems")) {
            report.forbidden(
                    place.at("uniqueItems"),
                    "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
        additional(schema, place, scope);
        properties(schema, place, scope);
        nested(schema, place, scope.below());
        if (schema.get("items") instanceof JsonMap items) {
            node(items, place.at("items"), scope.below());
        } else if (schema.get("items") instanceof JsonList items) {
            for (int i = 0; i < items.size(); i++) {
                node(items.map(i), place.at("items").at(i), scope.below());
            }
        }
        if (schema.has("x-kubernetes-preserve-unknown-fields")
                && !schema.bool("x-kubernetes-preserve-unknown-fields")) {
            report.invalid(place.at("x-kubernetes-preserve-unknown-fields"), false, "must be true or undefined");
        }
        mapType(schema, place);
        listType(schema, place);
        ListKeyRules.check(schema, place, report);
        RuleForm.check(schema, place, report);
        if (schema.has("x-kubernetes-validations") && report.errors().size() > before) {
            unsound.add(place.text());
        }
    }

    private void standard(JsonMap schema, Place place, Scope scope) {
        var type = schema.string("type");
        if (!type.isEmpty() && !TYPES.contains(type)) {
            report.notSupported(place.at("type"), type, TYPES);
        }
        if (schema.has("default") && !scope.noDefaults().isEmpty()) {
            report.forbidden(place.at("default"), "must not be set " + scope.noDefaults());
        }
        for (var key : UNSUPPORTED) {
            if (schema.has(key)) {
                report.forbidden(place.at(key), key + " is not supported");
            }
        }
        if (type.equals("null")) {
            report.forbidden(place.at("type"), "type cannot be set to null, use nullable as an alternative");
        }
        if (schema.get("items") instanceof JsonList list && !list.isEmpty()) {
            report.forbidden(place.at("items"), "items must be a schema object and not an array");
        }
        if (scope.insideMetadata() && schema.bool("x-kubernetes-embedded-resource")) {
            report.forbidden(place.at("x-kubernetes-embedded-resource"), "must not be used inside of resource meta");
        }
    }

    private void additional(JsonMap schema, Place place, Scope scope) {
        var additional = schema.get("additionalProperties");
        if (additional == null) {
            return;
        }
        if (!schema.map("properties").isEmpty() && !additional.equals(true)) {
            report.forbidden(
                    place.at("additionalProperties"), "additionalProperties and properties are mutual exclusive");
        }
        if (additional instanceof JsonMap map) {
            var below = scope.insideMetadata()
                    ? new Scope(false, true, "inside additionalProperties applying to object metadata")
                    : scope.below();
            node(map, place.at("additionalProperties"), below);
        }
    }

    private void properties(JsonMap schema, Place place, Scope scope) {
        schema.map("properties").forEach((key, value) -> {
            if (value instanceof JsonMap map) {
                var below = scope.below();
                boolean isMeta =
                        Structural.isMeta(key) && (scope.isRoot() || schema.bool("x-kubernetes-embedded-resource"));
                if (isMeta) {
                    below = new Scope(false, true, scope.isRoot() ? "in top-level " + key : below.noDefaults());
                }
                node(map, place.at("properties").key(key), below);
            }
        });
    }

    private void nested(JsonMap schema, Place place, Scope scope) {
        if (schema.get("not") instanceof JsonMap not) {
            node(not, place.at("not"), scope);
        }
        for (var key : List.of("allOf", "oneOf", "anyOf")) {
            var schemas = schema.list(key);
            for (int i = 0; i < schemas.size(); i++) {
                node(schemas.map(i), place.at(key).at(i), scope);
            }
        }
    }

    private void mapType(JsonMap schema, Place place) {
        if (!schema.has("x-kubernetes-map-type")) {
            return;
        }
        mustBe("object", "x-kubernetes-map-type", schema, place);
        var type = schema.string("x-kubernetes-map-type");
        if (!type.equals("atomic") && !type.equals("granular")) {
            report.notSupported(place.at("x-kubernetes-map-type"), type, List.of("atomic", "granular"));
        }
    }

    private void mustBe(String wanted, String because, JsonMap schema, Place place) {
        var type = schema.string("type");
        var detail = "must be " + wanted + " if " + because + " is specified";
        if (type.isEmpty()) {
            report.required(place.at("type"), detail);
        } else if (!type.equals(wanted)) {
            report.invalid(place.at("type"), type, detail);
        }
    }

    private void listType(JsonMap schema, Place place) {
        if (!schema.has("x-kubernetes-list-type")) {
            return;
        }
        var type = schema.string("x-kubernetes-list-type");
        var items = schema.map("items");
        if (!schema.string("type").equals("array")) {
            mustBe("array", "x-kubernetes-list-type", schema, place);
        } else if (type.equals("set")) {
            atomicItems(items, place.at("items"));
        }
        if (!List.of("atomic", "set", "map").contains(type)) {
            report.notSupported(place.at("x-kubernetes-list-type"), type, List.of("atomic", "set", "map"));
        }
    }

    private void atomicItems(JsonMap items, Place place) {
        var detail = "must be atomic as item of a list with x-kubernetes-list-type=set";
        if (items.string("type").equals("array")
                && items.has("x-kubernetes-list-type")
                && !items.string("x-kubernetes-list-type").equals("atomic")) {
            report.invalid(place.at("x-kubernetes-list-type"), items.string("x-kubernetes-list-type"), detail);
        }
        if (items.string("type").equals("object")
                && !items.string("x-kubernetes-map-type").equals("atomic")) {
            report.invalid(place.at("x-kubernetes-map-type"), null, detail);
        }
    }
}
