/**
 * The ReplicaSet controller: keeps as many pods as are asked for.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/">ReplicaSet</a>.
 */
@NullMarked
package dev.jibe.controllers.replicaset;

import org.jspecify.annotations.NullMarked;
