/** Every kind of the published API, in every representation. */
@NullMarked
package dev.jibe.object.roundtrip;

import org.jspecify.annotations.NullMarked;
