/** Which nodes a pod can run on, and why it cannot on the others. */
@NullMarked
package dev.jibe.scheduler.filter;

import org.jspecify.annotations.NullMarked;
