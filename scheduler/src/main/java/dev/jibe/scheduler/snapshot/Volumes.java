package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Optional;

/** The claims, volumes, storage classes and drivers that pods depend on. */
public interface Volumes {

    /** There are none. */
    Volumes NONE = new Volumes() {};

    default Optional<JsonMap> claim(String namespace, String name) {
        return Optional.empty();
    }

    default Optional<JsonMap> volume(String name) {
        return Optional.empty();
    }

    default Optional<JsonMap> storageClass(String name) {
        return Optional.empty();
    }

    /** All volumes of a class. */
    default List<JsonMap> volumesOf(String storageClass) {
        return List.of();
    }

    /** What drivers say of a node. */
    default Optional<JsonMap> csiNode(String node) {
        return Optional.empty();
    }

    default Optional<JsonMap> driver(String name) {
        return Optional.empty();
    }

    /** How much storage of a class there still is, and where. */
    default List<JsonMap> capacities(String storageClass) {
        return List.of();
    }
}
