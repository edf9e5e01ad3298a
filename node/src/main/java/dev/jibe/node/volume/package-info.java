/** The volumes of pods as directories of the host. */
@NullMarked
package dev.jibe.node.volume;

import org.jspecify.annotations.NullMarked;
