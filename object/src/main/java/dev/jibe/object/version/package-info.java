/** Versions of what is released. */
@NullMarked
package dev.jibe.object.version;

import org.jspecify.annotations.NullMarked;
