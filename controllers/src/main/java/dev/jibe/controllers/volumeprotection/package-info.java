/**
 * Keeps claims that pods use, and volumes that are bound, until they are no longer needed.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection">Storage Object
 * in Use Protection</a>.
 */
@NullMarked
package dev.jibe.controllers.volumeprotection;

import org.jspecify.annotations.NullMarked;
