package dev.jibe.object.schema;

/**
 * How server-side apply sees a list.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy">Merge strategy</a>
 */
public enum ListType {
    /** One value with one owner; what a list is when nothing is said. */
    ATOMIC,
    /** Each scalar has its owners. */
    SET,
    /** Each item is known by its keys and has its owners. */
    MAP
}
