/** The immutable tree that every API object is, and what can be done with it. */
@NullMarked
package dev.jibe.object;

import org.jspecify.annotations.NullMarked;
