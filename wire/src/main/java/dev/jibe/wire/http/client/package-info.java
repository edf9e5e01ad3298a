/** An HTTP/1.1 and HTTP/2 client with pooled connections. */
@NullMarked
package dev.jibe.wire.http.client;

import org.jspecify.annotations.NullMarked;
