/**
 * The immutable tree that every API object is.
 *
 * <p>A value of the tree is one of: {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link
 * dev.jibe.object.JsonMap}, {@link dev.jibe.object.JsonList}, {@link dev.jibe.object.Null} and {@link
 * dev.jibe.object.RawJson}. Leaves are plain Java values because a wrapper around each would double the heap an object
 * takes. Maps with the same keys share one {@link dev.jibe.object.Shape}.
 */
@NullMarked
package dev.jibe.object;

import org.jspecify.annotations.NullMarked;
