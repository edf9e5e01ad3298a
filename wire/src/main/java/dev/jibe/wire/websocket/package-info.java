/** WebSocket (RFC 6455) over a byte pipe. */
@NullMarked
package dev.jibe.wire.websocket;

import org.jspecify.annotations.NullMarked;
