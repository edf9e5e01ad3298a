/** Requests and responses as values, and the one way that every request takes. */
@NullMarked
package dev.jibe.server.request;

import org.jspecify.annotations.NullMarked;
