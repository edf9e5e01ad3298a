package dev.jibe.server.watch;

import dev.jibe.object.JsonMap;

/**
 * One change as a watcher is told it.
 *
 * @param type ADDED, MODIFIED, DELETED, BOOKMARK or ERROR
 */
public record WatchEvent(String type, JsonMap object) {}
