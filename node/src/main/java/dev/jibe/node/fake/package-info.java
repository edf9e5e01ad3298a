/** A container runtime in memory, for tests. */
@NullMarked
package dev.jibe.node.fake;

import org.jspecify.annotations.NullMarked;
