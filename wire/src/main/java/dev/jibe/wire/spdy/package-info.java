/** SPDY/3.1 over a byte pipe, as exec, attach and port-forward use it. */
@NullMarked
package dev.jibe.wire.spdy;

import org.jspecify.annotations.NullMarked;
