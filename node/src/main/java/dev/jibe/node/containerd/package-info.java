/** Starting, supervising and adopting a containerd of our own. */
@NullMarked
package dev.jibe.node.containerd;

import org.jspecify.annotations.NullMarked;
