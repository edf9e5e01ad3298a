/** The embeddable cluster. */
@NullMarked
package dev.jibe.testkit;

import org.jspecify.annotations.NullMarked;
