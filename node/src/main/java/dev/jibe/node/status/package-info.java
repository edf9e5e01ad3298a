/** What the node says of itself: its object, its conditions, its heartbeat. */
@NullMarked
package dev.jibe.node.status;

import org.jspecify.annotations.NullMarked;
