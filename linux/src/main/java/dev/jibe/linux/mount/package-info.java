/** Mounting and unmounting file systems. */
@NullMarked
package dev.jibe.linux.mount;

import org.jspecify.annotations.NullMarked;
