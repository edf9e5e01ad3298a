/**
 * The pod garbage collector: removes pods that nobody else will.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection">Garbage
 * collection of Pods</a>.
 */
@NullMarked
package dev.jibe.controllers.podgc;

import org.jspecify.annotations.NullMarked;
