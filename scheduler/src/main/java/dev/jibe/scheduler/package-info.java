/** Chooses a node for every pod. */
@NullMarked
package dev.jibe.scheduler;

import org.jspecify.annotations.NullMarked;
