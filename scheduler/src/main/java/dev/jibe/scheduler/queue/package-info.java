/** Pods that wait for a node. */
@NullMarked
package dev.jibe.scheduler.queue;

import org.jspecify.annotations.NullMarked;
