/** The few things the store asks of a disk, and the real one; tests have another that fails in every way disks do. */
@NullMarked
package dev.jibe.store.disk;

import org.jspecify.annotations.NullMarked;
