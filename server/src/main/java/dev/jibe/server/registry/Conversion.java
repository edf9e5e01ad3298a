package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import java.util.List;

/** The way between the version that a client speaks and the one that is stored. */
public interface Conversion {

    JsonMap toStorage(JsonMap object);

    JsonMap fromStorage(JsonMap object);

    /** Objects that are read together, in the same order. */
    default List<JsonMap> fromStorage(List<JsonMap> objects) {
        return objects.stream().map(this::fromStorage).toList();
    }

    /** For resources that have only one version. */
    Conversion NONE = new Conversion() {
        @Override
        public JsonMap toStorage(JsonMap object) {
            return object;
        }

        @Override
        public JsonMap fromStorage(JsonMap object) {
            return object;
        }

        @Override
        public List<JsonMap> fromStorage(List<JsonMap> objects) {
            return objects;
        }
    };
}
