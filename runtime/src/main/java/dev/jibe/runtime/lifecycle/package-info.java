/** Starting and stopping the parts of a process in order. */
@NullMarked
package dev.jibe.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
