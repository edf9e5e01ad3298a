/** The API server's registry against a plain model of it, from a seed: many clients at once, crashes, and all that was seen. */
@NullMarked
package dev.jibe.simulation.registry;

import org.jspecify.annotations.NullMarked;
