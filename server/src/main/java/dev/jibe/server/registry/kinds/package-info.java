/** What is particular to the built-in kinds: how they begin, what may change, what is valid. */
@NullMarked
package dev.jibe.server.registry.kinds;

import org.jspecify.annotations.NullMarked;
