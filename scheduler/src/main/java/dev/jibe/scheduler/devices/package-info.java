/**
 * Devices that pods claim, and which of them they are given.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/">Dynamic Resource
 * Allocation</a>.
 */
@NullMarked
package dev.jibe.scheduler.devices;

import org.jspecify.annotations.NullMarked;
