package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import java.util.Optional;

/** The claims, volumes and storage classes that pods depend on. */
public interface Volumes {

    /** There are none. */
    Volumes NONE = new Volumes() {
        @Override
        public Optional<JsonMap> claim(String namespace, String name) {
            return Optional.empty();
        }

        @Override
        public Optional<JsonMap> volume(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<JsonMap> storageClass(String name) {
            return Optional.empty();
        }
    };

    Optional<JsonMap> claim(String namespace, String name);

    Optional<JsonMap> volume(String name);

    Optional<JsonMap> storageClass(String name);
}
