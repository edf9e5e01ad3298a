/** Field ownership as a stage of every write: {@code metadata.managedFields}, and server-side apply. */
@NullMarked
package dev.jibe.server.registry.ownership;

import org.jspecify.annotations.NullMarked;
