/** Events from the store to the client. */
@NullMarked
package dev.jibe.server.watch;

import org.jspecify.annotations.NullMarked;
