package dev.jibe.simulation.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.RawJson;
import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An object as the model knows it: strings by short paths such as {@code data/a}, {@code labels/x}, {@code status/message}
 * and {@code finalizers/example.com/a}, which has no value.
 *
 * <p>A map or list that has something in it is there itself, as {@code data/}: somebody may own it apart from what is in it.
 */
final class Fields {

    static final String FINALIZERS = "finalizers/";
    static final String STATUS = "status/";
    static final String LABELS = "labels/";
    static final String ANNOTATIONS = "annotations/";
    static final String BASE = "base";

    private Fields() {}

    static SortedMap<String, String> of(JsonMap object, Sort sort) {
        var fields = new TreeMap<String, String>();
        var metadata = object.map("metadata");
        metadata.map("labels").strings().forEach((key, value) -> fields.put(LABELS + key, value));
        metadata.map("annotations").strings().forEach((key, value) -> fields.put(ANNOTATIONS + key, value));
        metadata.list("finalizers").strings().forEach(each -> fields.put(FINALIZERS + each, ""));
        if (!sort.content().isEmpty()) {
            object.map(sort.content()).strings().forEach((key, value) -> fields.put(sort.content() + "/" + key, value));
        }
        var status = object.map("status");
        sort.statusKeys().stream().filter(status::has).forEach(key -> fields.put(STATUS + key, status.string(key)));
        return fields;
    }

    /** The same fields, and the maps and lists that have them. */
    static SortedMap<String, String> withContainers(Map<String, String> fields, Sort sort) {
        var result = new TreeMap<>(fields);
        result.keySet().removeIf(Fields::isContainer);
        for (var path : fields.keySet()) {
            // The status of a pod is never empty.
            if (!isContainer(path) && (sort != Sort.POD || !isStatus(path))) {
                result.put(containerOf(path), "");
            }
        }
        return result;
    }

    static boolean isContainer(String path) {
        return path.endsWith("/");
    }

    /** The path of the map or list that has a field. */
    static String containerOf(String path) {
        return path.substring(0, path.indexOf('/') + 1);
    }

    /** The map that has a field, as the object names it. */
    static String[] container(String path) {
        var container = path.substring(0, path.indexOf('/'));
        return container.equals("labels") || container.equals("annotations") || container.equals("finalizers")
                ? new String[] {"metadata", container}
                : new String[] {container};
    }

    static String key(String path) {
        return path.substring(path.indexOf('/') + 1);
    }

    static boolean isStatus(String path) {
        return path.startsWith(STATUS);
    }

    /** Writes fields into an object. */
    static JsonMap put(JsonMap object, Map<String, String> fields) {
        var result = object;
        var finalizers = new ArrayList<String>();
        for (var field : fields.entrySet()) {
            if (field.getKey().startsWith(FINALIZERS)) {
                finalizers.add(key(field.getKey()));
            } else {
                result = putAt(result, field.getKey(), field.getValue());
            }
        }
        return finalizers.isEmpty() ? result : result.withAt(JsonList.copyOf(finalizers), "metadata", "finalizers");
    }

    /** Writes one value, which may be JSON's null, into the map that has it. */
    static JsonMap putAt(JsonMap object, String path, Object value) {
        var container = container(path);
        var map = object.at(container) instanceof JsonMap there ? there : JsonMap.EMPTY;
        return object.withAt(map.with(key(path), value), container);
    }

    /** The fields of a set of managed fields that the model knows. */
    static Set<String> owned(Object fieldsV1, Sort sort) {
        var set = fieldsV1 instanceof RawJson raw
                ? Json.parseMap(raw.toString().getBytes(StandardCharsets.UTF_8))
                : (JsonMap) fieldsV1;
        var owned = new TreeSet<String>();
        var metadata = set.map("f:metadata");
        keys(metadata.get("f:labels"), "f:", LABELS, owned);
        keys(metadata.get("f:annotations"), "f:", ANNOTATIONS, owned);
        keys(metadata.get("f:finalizers"), "v:", FINALIZERS, owned);
        if (!sort.content().isEmpty()) {
            keys(set.get("f:" + sort.content()), "f:", sort.content() + "/", owned);
        }
        var status = new TreeSet<String>();
        keys(set.get("f:status"), "f:", STATUS, status);
        status.removeIf(path ->
                isContainer(path) ? sort == Sort.POD : !sort.statusKeys().contains(key(path)));
        owned.addAll(status);
        return owned;
    }

    private static void keys(@Nullable Object found, String mark, String container, Set<String> owned) {
        if (!(found instanceof JsonMap set)) {
            return;
        }
        if (set.isEmpty() || set.has(".")) {
            owned.add(container);
        }
        for (int i = 0; i < set.size(); i++) {
            var key = set.keyAt(i);
            if (key.startsWith(mark)) {
                var name = key.substring(mark.length());
                owned.add(container + (mark.equals("v:") ? name.substring(1, name.length() - 1) : name));
            }
        }
    }
}
