/** The main program and all wiring. */
@NullMarked
package dev.jibe.jibe;

import org.jspecify.annotations.NullMarked;
