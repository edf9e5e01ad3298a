/** An API server reduced to what informers and controllers need, in memory. */
@NullMarked
package dev.jibe.client.memory;

import org.jspecify.annotations.NullMarked;
