/** Bounded buffers between event loops, which only move bytes, and threads, which block. */
@NullMarked
package dev.jibe.wire.http.channel;

import org.jspecify.annotations.NullMarked;
