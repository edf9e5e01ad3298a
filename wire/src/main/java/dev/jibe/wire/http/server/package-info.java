/** An HTTP/1.1 and HTTP/2 server whose handlers run on virtual threads. */
@NullMarked
package dev.jibe.wire.http.server;

import org.jspecify.annotations.NullMarked;
