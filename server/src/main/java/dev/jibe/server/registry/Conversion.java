package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;

/** The way between the version that a client speaks and the one that is stored. */
public interface Conversion {

    JsonMap toStorage(JsonMap object);

    JsonMap fromStorage(JsonMap object);

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
    };
}
