package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.path.Place;
import java.util.HashSet;

/** What is required of lists whose items have an identity. */
final class ListKeyRules {

    private static final String TYPE = "x-kubernetes-list-type";
    private static final String KEYS = "x-kubernetes-list-map-keys";

    private ListKeyRules() {}

    static void check(JsonMap schema, Place place, Report report) {
        var type = schema.string(TYPE);
        if (!schema.list(KEYS).isEmpty()) {
            var detail = "must be map if x-kubernetes-list-map-keys is non-empty";
            if (!schema.has(TYPE)) {
                report.required(place.at(TYPE), detail);
            } else if (!type.equals("map")) {
                report.invalid(place.at(TYPE), type, detail);
            }
        }
        if (type.equals("map")) {
            map(schema, place, report);
        }
        if ((type.equals("map") || type.equals("set")) && schema.get("items") instanceof JsonMap items) {
            identity(schema, items, place.at("items"), report);
        }
    }

    private static void map(JsonMap schema, Place place, Report report) {
        if (schema.list(KEYS).isEmpty()) {
            report.required(place.at(KEYS), "must not be empty if x-kubernetes-list-type is map");
        }
        var items = schema.get("items");
        if (items == null) {
            report.required(place.at("items"), "must have a schema if x-kubernetes-list-type is map");
            return;
        }
        if (!(items instanceof JsonMap item)) {
            report.invalid(place.at("items"), items, "must only have a single schema if x-kubernetes-list-type is map");
            return;
        }
        if (!item.string("type").equals("object")) {
            report.invalid(
                    place.at("items").at("type"),
                    item.string("type"),
                    "must be object if parent array's x-kubernetes-list-type is map");
            return;
        }
        keys(schema, item, place, report);
    }

    private static void keys(JsonMap schema, JsonMap item, Place place, Report report) {
        var seen = new HashSet<Object>();
        for (var key : schema.list(KEYS)) {
            var name = String.valueOf(key);
            var property = item.map("properties").get(name);
            if (property instanceof JsonMap map) {
                if (map.string("type").equals("array") || map.string("type").equals("object")) {
                    report.invalid(
                            place.at("items").at("properties").key(name).at("type"),
                            item.string("type"),
                            "must be a scalar type if parent array's x-kubernetes-list-type is map");
                }
            } else {
                report.invalid(place.at(KEYS), schema.list(KEYS), "entries must all be names of item properties");
            }
            if (!seen.add(key)) {
                report.invalid(place.at(KEYS), schema.list(KEYS), "must not contain duplicate entries");
            }
        }
    }

    private static void identity(JsonMap schema, JsonMap items, Place place, Report report) {
        if (items.bool("nullable")) {
            report.forbidden(
                    place.at("nullable"), "cannot be nullable when x-kubernetes-list-type is " + schema.string(TYPE));
        }
        if (!schema.string(TYPE).equals("map")) {
            return;
        }
        for (var key : schema.list(KEYS)) {
            var name = String.valueOf(key);
            if (!(items.map("properties").get(name) instanceof JsonMap property)) {
                continue;
            }
            var at = place.at("properties").key(name);
            boolean isRequired = items.list("required").stream().anyMatch(key::equals);
            if (!isRequired && !property.has("default")) {
                report.required(
                        at.at("default"),
                        "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required"
                                + " property");
            }
            if (property.bool("nullable")) {
                report.forbidden(
                        at.at("nullable"), "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
            }
        }
    }
}
