/** What the scheduler knows of nodes and of the pods on them. */
@NullMarked
package dev.jibe.scheduler.snapshot;

import org.jspecify.annotations.NullMarked;
