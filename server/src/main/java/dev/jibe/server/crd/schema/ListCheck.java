package dev.jibe.server.crd.schema;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what stands twice in lists of type set and map. */
public final class ListCheck {

    private final List<FieldError> errors = new ArrayList<>();

    private ListCheck() {}

    public static List<FieldError> check(JsonMap object, Structural schema) {
        var check = new ListCheck();
        check.value(object, schema, Place.ROOT);
        return check.errors;
    }

    private void value(Object value, @Nullable Structural schema, Place place) {
        if (schema == null) {
            return;
        }
        switch (value) {
            case JsonList list -> list(list, schema, place);
            case JsonMap map -> {
                for (int i = 0; i < map.size(); i++) {
                    var key = map.keyAt(i);
                    var child = schema.at(key);
                    if (child != null) {
                        boolean isProperty = schema.properties().containsKey(key);
                        value(map.valueAt(i), child, isProperty ? place.at(key) : place.key(key));
                    }
                }
            }
            default -> {
                // Scalars hold no lists.
            }
        }
    }

    private void list(JsonList list, Structural schema, Place place) {
        if (schema.listType().equals("set")) {
            set(list, place);
        } else if (schema.isMapList()) {
            map(list, schema, place);
        }
        var items = schema.items();
        if (items != null) {
            for (int i = 0; i < list.size(); i++) {
                value(list.get(i), items, place.at(i));
            }
        }
    }

    private void set(JsonList list, Place place) {
        Set<Object> seen = new HashSet<>();
        Set<Object> reported = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            if (!seen.add(list.get(i)) && reported.add(list.get(i))) {
                errors.add(FieldError.duplicate(place.at(i).text(), list.get(i)));
            }
        }
    }

    private void map(JsonList list, Structural schema, Place place) {
        Set<Object> seen = new HashSet<>();
        Set<Object> reported = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof JsonMap item)) {
                errors.add(FieldError.invalid(
                        place.at(i).text(), list.get(i), "must be an object for an array of list-type map"));
                continue;
            }
            var keys = keys(item, schema);
            if (!seen.add(keys) && reported.add(keys)) {
                errors.add(FieldError.duplicate(place.at(i).text(), keys));
            }
        }
    }

    private static JsonMap keys(JsonMap item, Structural schema) {
        var keys = JsonMap.EMPTY;
        for (var key : schema.listMapKeys()) {
            var value = item.get(key);
            keys = value == null ? keys : keys.with(key, value);
        }
        return keys;
    }
}
