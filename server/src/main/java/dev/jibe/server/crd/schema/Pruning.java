package dev.jibe.server.crd.schema;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.crd.path.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drops what a schema does not specify.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning">
 * Field pruning</a>. Where nothing has to go the very same tree comes back.
 */
public final class Pruning {

    private final @Nullable List<String> dropped;

    private Pruning(@Nullable List<String> dropped) {
        this.dropped = dropped;
    }

    /**
     * A whole resource without unspecified fields.
     *
     * @param dropped collects the paths of what went, sorted; null if nobody asks
     */
    public static JsonMap resource(JsonMap object, Structural schema, @Nullable List<String> dropped) {
        var found = dropped == null ? null : new ArrayList<String>();
        var result = (JsonMap) new Pruning(found).prune(object, schema.asResource(), Place.ROOT);
        if (dropped != null && found != null) {
            Collections.sort(found);
            dropped.addAll(found);
        }
        return result;
    }

    /** A value below the root without unspecified fields. */
    static Object value(Object value, Structural schema) {
        return new Pruning(null).prune(value, schema, Place.ROOT);
    }

    private Object prune(Object value, @Nullable Structural schema, Place place) {
        return switch (value) {
            case JsonMap map -> map(map, schema, place);
            case JsonList list -> list(list, schema, place);
            default -> value;
        };
    }

    private Object list(JsonList list, @Nullable Structural schema, Place place) {
        var items = schema == null ? null : schema.items();
        if (items == null && schema != null && schema.preserves()) {
            return list;
        }
        var result = list;
        for (int i = 0; i < list.size(); i++) {
            result = result.set(i, prune(list.get(i), items, dropped == null ? place : place.at(i)));
        }
        return result;
    }

    private Object map(JsonMap map, @Nullable Structural schema, Place place) {
        var result = map;
        for (int i = 0; i < map.size(); i++) {
            var key = map.keyAt(i);
            if (schema != null && schema.embedded() && Structural.isMeta(key)) {
                continue;
            }
            var there = dropped == null ? place : place.at(key);
            if (schema != null && (schema.properties().containsKey(key) || schema.hasAdditional())) {
                result = result.with(key, prune(map.valueAt(i), schema.at(key), there));
            } else if (schema == null || !schema.preserves()) {
                result = result.without(key);
                if (dropped != null) {
                    dropped.add(there.text());
                }
            }
        }
        return result;
    }

    /** Without the nulls that neither the schema allows nor a default replaces. */
    public static Object withoutNulls(Object value, @Nullable Structural schema) {
        if (schema == null) {
            return value;
        }
        return switch (value) {
            case JsonMap map -> mapWithoutNulls(map, schema);
            case JsonList list -> list.map(item -> withoutNulls(item, schema.items()));
            default -> value;
        };
    }

    private static JsonMap mapWithoutNulls(JsonMap map, Structural schema) {
        var result = map;
        for (int i = 0; i < map.size(); i++) {
            var key = map.keyAt(i);
            var child = schema.at(key);
            if (child == null) {
                continue;
            }
            boolean goes = map.valueAt(i) == Null.NULL && !child.nullable() && child.defaultValue() == null;
            result = goes ? result.without(key) : result.with(key, withoutNulls(map.valueAt(i), child));
        }
        return result;
    }
}
