/** Which pods have to go so that a more important one has a place. */
@NullMarked
package dev.jibe.scheduler.preemption;

import org.jspecify.annotations.NullMarked;
