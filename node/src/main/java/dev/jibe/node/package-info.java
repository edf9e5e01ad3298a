/** The node agent. */
@NullMarked
package dev.jibe.node;

import org.jspecify.annotations.NullMarked;
