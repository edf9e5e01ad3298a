/**
 * The ephemeral volume controller: creates the claims that pods have for volumes of their own.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes">Generic ephemeral
 * volumes</a>.
 */
@NullMarked
package dev.jibe.controllers.ephemeralvolume;

import org.jspecify.annotations.NullMarked;
