/**
 * The HorizontalPodAutoscaler controller: as many replicas as the load asks for.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/">Horizontal Pod
 * Autoscaling</a>.
 */
@NullMarked
package dev.jibe.controllers.autoscaling;

import org.jspecify.annotations.NullMarked;
