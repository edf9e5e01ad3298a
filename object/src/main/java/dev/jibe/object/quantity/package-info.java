/** Quantities of resources. */
@NullMarked
package dev.jibe.object.quantity;

import org.jspecify.annotations.NullMarked;
