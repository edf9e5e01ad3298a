/** What becomes of a write before it is stored: defaults that depend on other objects, and refusals. */
@NullMarked
package dev.jibe.server.admission;

import org.jspecify.annotations.NullMarked;
