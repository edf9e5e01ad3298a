package dev.jibe.object.view;

import dev.jibe.object.api.meta.v1.ObjectMeta;
import java.util.Map;

/** A view of a whole object: something with a kind and metadata that the API stores under a name. */
public interface ApiObject extends View {
    ObjectMeta metadata();

    default String name() {
        return metadata().name();
    }

    /** Empty for an object of the whole cluster. */
    default String namespace() {
        return metadata().namespace();
    }

    default String uid() {
        return metadata().uid();
    }

    default Map<String, String> labels() {
        return metadata().labels();
    }

    default Map<String, String> annotations() {
        return metadata().annotations();
    }

    default String resourceVersion() {
        return metadata().resourceVersion();
    }

    /** Whether deletion was asked for and finalizers or a grace period hold it back. */
    default boolean isTerminating() {
        return metadata().hasDeletionTimestamp();
    }
}
