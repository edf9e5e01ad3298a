/**
 * The node lifecycle controller: notices nodes that fall silent, marks nodes with taints for what is wrong with them,
 * and evicts pods that do not tolerate it.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/architecture/nodes/#node-controller">Node controller</a> and <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions">Taint based
 * evictions</a>.
 */
@NullMarked
package dev.jibe.controllers.nodelifecycle;

import org.jspecify.annotations.NullMarked;
