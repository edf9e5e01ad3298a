package dev.jibe.client;

import dev.jibe.object.JsonMap;

/**
 * One event of a watch.
 *
 * @param type {@link #ADDED}, {@link #MODIFIED}, {@link #DELETED}, {@link #BOOKMARK} or {@link #ERROR}
 * @param object the object; of an ERROR the {@code Status}
 */
public record Event(String type, JsonMap object) {
    public static final String ADDED = "ADDED";
    public static final String MODIFIED = "MODIFIED";
    public static final String DELETED = "DELETED";
    public static final String BOOKMARK = "BOOKMARK";
    public static final String ERROR = "ERROR";
}
