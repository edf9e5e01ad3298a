/**
 * The StatefulSet controller: pods with an identity and storage of their own, in order.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/">StatefulSets</a>.
 */
@NullMarked
package dev.jibe.controllers.statefulset;

import org.jspecify.annotations.NullMarked;
