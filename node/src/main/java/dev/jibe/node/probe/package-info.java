/** Asking containers whether they are well. */
@NullMarked
package dev.jibe.node.probe;

import org.jspecify.annotations.NullMarked;
