/** The patches of the API: JSON, merge and strategic merge. */
@NullMarked
package dev.jibe.object.patch;

import org.jspecify.annotations.NullMarked;
