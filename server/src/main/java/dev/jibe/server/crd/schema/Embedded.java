package dev.jibe.server.crd.schema;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.typing.Conform;
import dev.jibe.object.typing.GoKind;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.registry.MetadataRules;
import dev.jibe.server.registry.Names;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whole objects inside of custom resources, and the metadata of both.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#rawextension">
 * RawExtension</a>.
 */
public final class Embedded {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private final boolean lenient;
    private final @Nullable List<String> dropped;

    private Embedded(boolean lenient, @Nullable List<String> dropped) {
        this.lenient = lenient;
        this.dropped = dropped;
    }

    /** The type of every object's metadata. */
    public static StructType metadataType() {
        return Objects.requireNonNull(Schema.builtin().type(META));
    }

    /**
     * Metadata in the form of its type.
     *
     * @param dropped collects the names of unknown fields
     * @throws MalformedException if it has another form
     */
    public static JsonMap metadata(Object metadata, @Nullable List<String> dropped) {
        if (!(metadata instanceof JsonMap map)) {
            throw new MalformedException(
                    "json: cannot unmarshal " + GoKind.of(metadata) + " into Go value of type v1.ObjectMeta");
        }
        var conformed = Conform.conform(map, metadataType());
        if (dropped != null) {
            conformed.unknownFields().forEach(dropped::add);
        }
        return conformed.object();
    }

    /**
     * A resource whose embedded objects have metadata in the right form.
     *
     * @param lenient whether what is malformed is dropped rather than refused
     * @param dropped collects the paths of unknown fields; null if nobody asks
     */
    public static JsonMap coerce(JsonMap object, Structural schema, boolean lenient, @Nullable List<String> dropped) {
        return (JsonMap) new Embedded(lenient, dropped).value(object, schema, Place.ROOT);
    }

    /** As {@link #coerce}, of a value that stands at a place. */
    static Object coerceAt(Object value, Structural schema, Place place) {
        return new Embedded(false, null).value(value, schema, place);
    }

    private Object value(Object value, @Nullable Structural schema, Place place) {
        if (schema == null) {
            return value;
        }
        return switch (value) {
            case JsonMap map -> map(schema.embedded() ? typed(map, place) : map, schema, place);
            case JsonList list -> list(list, schema, place);
            default -> value;
        };
    }

    private Object list(JsonList list, Structural schema, Place place) {
        var items = schema.items();
        if (items == null) {
            return list;
        }
        var result = list;
        for (int i = 0; i < list.size(); i++) {
            result = result.set(i, value(list.get(i), items, place.at(i)));
        }
        return result;
    }

    private JsonMap map(JsonMap map, Structural schema, Place place) {
        var result = map;
        for (int i = 0; i < map.size(); i++) {
            var key = map.keyAt(i);
            var child = schema.at(key);
            if (child != null) {
                boolean isProperty = schema.properties().containsKey(key);
                result = result.with(key, value(map.valueAt(i), child, isProperty ? place.at(key) : place.key(key)));
            }
        }
        return result;
    }

    private JsonMap typed(JsonMap map, Place place) {
        var result = map;
        for (var key : List.of("apiVersion", "kind")) {
            var value = map.get(key);
            if (value != null && !(value instanceof String)) {
                if (!lenient) {
                    throw malformed(place.at(key), value, "must be a string");
                }
                result = result.without(key);
            }
        }
        var metadata = map.get("metadata");
        if (metadata == null) {
            return result;
        }
        try {
            var unknown = new ArrayList<String>();
            result = result.with("metadata", metadata(metadata, unknown));
            if (dropped != null) {
                var base = place.at("metadata").text();
                unknown.forEach(name -> dropped.add(base + "." + name));
            }
            return result;
        } catch (MalformedException e) {
            if (lenient) {
                return result.without("metadata");
            }
            throw malformed(place.at("metadata"), metadata, String.valueOf(e.getMessage()));
        }
    }

    private static MalformedException malformed(Place place, Object value, String why) {
        return new MalformedException(
                FieldError.invalid(place.text(), value, why).toString());
    }

    /** What is wrong with the embedded objects of a resource. */
    public static List<FieldError> check(JsonMap object, Structural schema) {
        var errors = new ArrayList<FieldError>();
        check(object, schema, Place.ROOT, errors);
        return errors;
    }

    static void check(Object value, @Nullable Structural schema, Place place, List<FieldError> errors) {
        if (schema == null) {
            return;
        }
        switch (value) {
            case JsonMap map -> {
                if (schema.embedded()) {
                    checkObject(map, place, errors);
                }
                for (int i = 0; i < map.size(); i++) {
                    var key = map.keyAt(i);
                    boolean isProperty = schema.properties().containsKey(key);
                    check(map.valueAt(i), schema.at(key), isProperty ? place.at(key) : place.key(key), errors);
                }
            }
            case JsonList list -> {
                for (int i = 0; i < list.size(); i++) {
                    check(list.get(i), schema.items(), place.at(i), errors);
                }
            }
            default -> {
                // Scalars embed nothing.
            }
        }
    }

    private static void checkObject(JsonMap map, Place place, List<FieldError> errors) {
        for (var key : List.of("apiVersion", "kind")) {
            if (!map.has(key)) {
                errors.add(FieldError.required(place.at(key).text(), ""));
            } else if (!(map.get(key) instanceof String text)) {
                errors.add(FieldError.invalid(place.at(key).text(), map.get(key), "must be a string"));
            } else if (text.isEmpty()) {
                errors.add(FieldError.invalid(place.at(key).text(), text, "must not be empty"));
            } else {
                checkName(key, text, place, errors);
            }
        }
        if (map.get("metadata") instanceof JsonMap metadata) {
            errors.addAll(MetadataRules.embedded(metadata, place.at("metadata").text()));
        }
    }

    private static void checkName(String key, String text, Place place, List<FieldError> errors) {
        if (key.equals("apiVersion")) {
            if (text.indexOf('/') != text.lastIndexOf('/')) {
                errors.add(FieldError.invalid(place.at(key).text(), text, "unexpected GroupVersion string: " + text));
            }
            return;
        }
        var wrong = Names.wrongLabel1035(text.toLowerCase(Locale.ROOT), false);
        if (!wrong.isEmpty()) {
            errors.add(FieldError.invalid(
                    place.at(key).text(),
                    text,
                    "may have mixed case, but should otherwise match: " + String.join(",", wrong)));
        }
    }
}
