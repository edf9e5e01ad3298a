/** The API server. */
@NullMarked
package dev.jibe.server;

import org.jspecify.annotations.NullMarked;
