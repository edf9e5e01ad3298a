/** A disk in memory that fails in the ways disks fail. */
@NullMarked
package dev.jibe.store.fault;

import org.jspecify.annotations.NullMarked;
