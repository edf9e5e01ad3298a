/** Brings a tree into the form of its type, as upstream does by decoding into a struct. */
@NullMarked
package dev.jibe.object.typing;

import org.jspecify.annotations.NullMarked;
