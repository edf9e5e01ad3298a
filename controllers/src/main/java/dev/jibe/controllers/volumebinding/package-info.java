/**
 * The volume binder: brings claims and volumes together, and says what becomes of volumes whose claim is gone.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#lifecycle-of-a-volume-and-claim">Lifecycle
 * of a volume and claim</a>.
 */
@NullMarked
package dev.jibe.controllers.volumebinding;

import org.jspecify.annotations.NullMarked;
