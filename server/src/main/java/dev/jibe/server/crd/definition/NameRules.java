package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.registry.Names;
import java.util.List;
import java.util.Locale;

/** What is required of the names of a custom resource. */
final class NameRules {

    private static final String MIXED_CASE = "may have mixed case, but should otherwise match: ";

    private NameRules() {}

    static void required(JsonMap names, Place place, Report report) {
        for (var key : List.of("plural", "singular", "kind", "listKind")) {
            if (names.string(key).isEmpty()) {
                report.required(place.at(key), "");
            }
        }
    }

    static void check(JsonMap names, Place place, Report report) {
        label(names.string("plural"), place.at("plural"), "", report);
        label(names.string("singular"), place.at("singular"), "", report);
        label(names.string("kind"), place.at("kind"), MIXED_CASE, report);
        label(names.string("listKind"), place.at("listKind"), MIXED_CASE, report);
        labels(names.list("shortNames"), place.at("shortNames"), report);
        var kind = names.string("kind");
        if (!kind.isEmpty() && kind.equals(names.string("listKind"))) {
            report.invalid(place.at("listKind"), kind, "kind and listKind may not be the same");
        }
        labels(names.list("categories"), place.at("categories"), report);
    }

    private static void labels(JsonList names, Place place, Report report) {
        for (int i = 0; i < names.size(); i++) {
            var name = names.get(i) instanceof String text ? text : "";
            var wrong = Names.wrongLabel1035(name, false);
            if (!wrong.isEmpty()) {
                report.invalid(place.at(i), name, String.join(",", wrong));
            }
        }
    }

    private static void label(String name, Place place, String preface, Report report) {
        var looked = preface.isEmpty() ? name : name.toLowerCase(Locale.ROOT);
        var wrong = name.isEmpty() ? List.<String>of() : Names.wrongLabel1035(looked, false);
        if (!wrong.isEmpty()) {
            report.invalid(place, name, preface + String.join(",", wrong));
        }
    }
}
