package dev.jibe.client.cache;

import dev.jibe.object.view.ApiObject;

/** Who is told of changes, one at a time and in order. It must not block: everything after it waits. */
@FunctionalInterface
public interface Listener<T extends ApiObject> {
    void onChange(Change<T> change);
}
