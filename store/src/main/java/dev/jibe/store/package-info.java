/** A revisioned index with watch over a durable log; it knows nothing of Kubernetes. */
@NullMarked
package dev.jibe.store;

import org.jspecify.annotations.NullMarked;
