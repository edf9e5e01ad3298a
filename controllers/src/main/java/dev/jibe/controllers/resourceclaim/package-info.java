/**
 * The resource claim controller: creates the claims of devices that pods have templates for, and frees those that no pod
 * uses any more.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/">Dynamic Resource
 * Allocation</a>.
 */
@NullMarked
package dev.jibe.controllers.resourceclaim;

import org.jspecify.annotations.NullMarked;
