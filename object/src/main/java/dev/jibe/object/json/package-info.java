/** JSON text to the tree and back. */
@NullMarked
package dev.jibe.object.json;

import org.jspecify.annotations.NullMarked;
