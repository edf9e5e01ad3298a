/** The decision for one pod, and carrying it out. */
@NullMarked
package dev.jibe.scheduler.bind;

import org.jspecify.annotations.NullMarked;
