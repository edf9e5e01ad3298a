/**
 * Pods have to leave devices that their driver has tainted.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#device-taints-and-tolerations">Device
 * taints and tolerations</a>.
 */
@NullMarked
package dev.jibe.controllers.devicetaints;

import org.jspecify.annotations.NullMarked;
