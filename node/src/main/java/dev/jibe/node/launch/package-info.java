/** From a pod's spec to what the container runtime is told. */
@NullMarked
package dev.jibe.node.launch;

import org.jspecify.annotations.NullMarked;
