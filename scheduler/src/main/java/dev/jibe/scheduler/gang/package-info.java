/** Groups of pods that get nodes together or not at all. */
@NullMarked
package dev.jibe.scheduler.gang;

import org.jspecify.annotations.NullMarked;
