/** What the HTTP server and client have in common: headers, requests, byte pipes. */
@NullMarked
package dev.jibe.wire.http;

import org.jspecify.annotations.NullMarked;
