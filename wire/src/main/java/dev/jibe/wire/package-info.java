/** Bytes on the network: TLS, HTTP, WebSocket, SPDY. */
@NullMarked
package dev.jibe.wire;

import org.jspecify.annotations.NullMarked;
