/**
 * What a node has promised its pods, and how a change of that is decided and brought to the containers.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/">resizing
 * containers</a> and KEP-1287.
 */
@NullMarked
package dev.jibe.node.allocation;

import org.jspecify.annotations.NullMarked;
