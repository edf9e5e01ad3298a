/** What is turned on and off by {@code --feature-gates}. */
@NullMarked
package dev.jibe.server.features;

import org.jspecify.annotations.NullMarked;
