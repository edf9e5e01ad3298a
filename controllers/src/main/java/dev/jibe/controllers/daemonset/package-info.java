/**
 * The DaemonSet controller: one pod on each node that is eligible.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/">DaemonSet</a>.
 */
@NullMarked
package dev.jibe.controllers.daemonset;

import org.jspecify.annotations.NullMarked;
