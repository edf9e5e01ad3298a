/** Load for the store, run by hand: see docs/performance.md. */
@NullMarked
package dev.jibe.store.bench;

import org.jspecify.annotations.NullMarked;
