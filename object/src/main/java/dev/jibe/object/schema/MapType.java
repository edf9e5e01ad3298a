package dev.jibe.object.schema;

/** How server-side apply sees a map or struct: each key by itself, or as one value. */
public enum MapType {
    GRANULAR,
    ATOMIC
}
