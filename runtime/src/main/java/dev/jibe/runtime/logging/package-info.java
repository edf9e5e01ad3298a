/** Structured logging: one line an event, a message that never varies, and key/value pairs that do. */
@NullMarked
package dev.jibe.runtime.logging;

import org.jspecify.annotations.NullMarked;
