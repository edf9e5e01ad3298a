/** Decoders of what comes from outside, given bytes that nobody meant. */
@NullMarked
package dev.jibe.object.fuzz;

import org.jspecify.annotations.NullMarked;
