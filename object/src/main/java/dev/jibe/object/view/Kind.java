package dev.jibe.object.view;

import dev.jibe.object.JsonMap;

/**
 * A built-in kind as a value: what it is called, where it is served, and how to view an object of it.
 *
 * @param plural the resource's name in paths, or empty if the kind is no resource of its own
 * @param prototype the empty view
 */
public record Kind<T extends ApiObject>(
        String group, String version, String kind, String plural, boolean namespaced, T prototype) {

    /** As the field {@code apiVersion} spells group and version. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** A view of an object of this kind. */
    @SuppressWarnings("unchecked") // a view's of() answers its own type
    public T of(JsonMap tree) {
        return (T) prototype.of(tree);
    }

    /** A new object: apiVersion, kind, and metadata with a name, and with a namespace unless that is empty. */
    public T create(String namespace, String name) {
        JsonMap metadata = JsonMap.of("name", name);
        return of(JsonMap.of(
                "apiVersion",
                apiVersion(),
                "kind",
                kind,
                "metadata",
                namespace.isEmpty() ? metadata : metadata.with("namespace", namespace)));
    }

    @Override
    public String toString() {
        return apiVersion() + " " + kind;
    }
}
