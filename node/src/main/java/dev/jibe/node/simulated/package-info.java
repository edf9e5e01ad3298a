/** Nodes that only pretend: pods on them become ready and end, and nothing runs. */
@NullMarked
package dev.jibe.node.simulated;

import org.jspecify.annotations.NullMarked;
