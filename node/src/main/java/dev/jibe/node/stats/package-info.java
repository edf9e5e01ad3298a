/** What the node and its pods use. */
@NullMarked
package dev.jibe.node.stats;

import org.jspecify.annotations.NullMarked;
